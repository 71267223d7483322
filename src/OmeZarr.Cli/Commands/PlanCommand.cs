using System.CommandLine;
using OmeZarr.Cli.Dividing;
using OmeZarr.Cli.Images;

namespace OmeZarr.Cli.Commands;

/// <summary><c>omezarr plan INPUT… OUTPUT -o PLAN</c>.</summary>
internal static class PlanCommand
{
    internal static Command Create(Terminal terminal, ConnectionOptions connection)
    {
        var options = new ConvertOptions();
        var file = new Option<string>("--out", "-o") { HelpName = "PLAN", Description = "The file to write the plan to, where all tasks can read it.", Required = true };
        var tasks = new Option<string?>("--tasks") { HelpName = "N", Description = "Number of tasks. Without: as many as --task-bytes makes." };
        var taskBytes = new Option<string?>("--task-bytes") { HelpName = "SIZE", Description = "About how many bytes of pixels a task reads. Default: 8GiB." };
        var maxTasks = new Option<string?>("--max-tasks") { HelpName = "N", Description = "The most tasks that the scheduler takes as one array. Default: 1000, the limit of Slurm." };
        var slurm = new Option<bool>("--slurm") { Description = "Print a script that submits the tasks to Slurm." };
        var kubernetes = new Option<bool>("--kubernetes") { Description = "Print indexed jobs for Kubernetes." };
        var command = new Command("plan", "Divide a conversion into tasks for many machines: takes the options of convert, checks everything, and writes a plan for run and finish. Nothing is converted.");
        options.AddTo(command);
        foreach (var option in (Option[])[file, tasks, taskBytes, maxTasks, slurm, kubernetes])
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var division = DivisionOf(parsed.GetValue(tasks), parsed.GetValue(taskBytes), parsed.GetValue(maxTasks));
            var request = options.Read(parsed, connection.Read(parsed));
            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            var plan = await WriteAsync(path, [.. options.ArgumentsOf(parsed), .. connection.ArgumentsOf(parsed)], request, division, cancellationToken).ConfigureAwait(false);
            terminal.WriteResult(parsed.GetValue(slurm) ? new JobScripts(path, plan.Waves).Slurm()
                : parsed.GetValue(kubernetes) ? new JobScripts(path, plan.Waves).Kubernetes()
                : parsed.GetValue(options.Json) ? PlanTable.ToJson(path, plan) : PlanTable.ToText(parsed.GetRequiredValue(file), plan));
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<ConversionPlan> WriteAsync(string path, IReadOnlyList<string> arguments, ConvertRequest request, ConversionPlanOptions division, CancellationToken cancellationToken)
    {
        if (request.PlanOnly)
        {
            throw new UsageException("--plan shows the places of files on a plate; it is an option of convert alone");
        }

        var (file, plan) = await DividedConversion.PlanAsync(arguments, request, division, cancellationToken).ConfigureAwait(false);
        var draft = $"{path}.{Guid.NewGuid():N}.tmp";
        await File.WriteAllTextAsync(draft, file.ToJson(), cancellationToken).ConfigureAwait(false);
        File.Move(draft, path, overwrite: true);
        return plan;
    }

    private static ConversionPlanOptions DivisionOf(string? tasks, string? taskBytes, string? maxTasks)
    {
        if (tasks is not null && taskBytes is not null)
        {
            throw new UsageException("--tasks and --task-bytes cannot be given together: the number of tasks follows from their size");
        }

        var division = new ConversionPlanOptions { MaxTasks = maxTasks is null ? 1000 : OptionValues.ParseCount("--max-tasks", maxTasks, 1, int.MaxValue) };
        division = taskBytes is null ? division : division with { TaskBytes = ByteCount.Parse("--task-bytes", taskBytes) };
        return tasks is null ? division : division with { Tasks = OptionValues.ParseCount("--tasks", tasks, 1, division.MaxTasks) };
    }
}
