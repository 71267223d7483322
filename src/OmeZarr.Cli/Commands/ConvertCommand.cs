using System.CommandLine;
using OmeZarr.Cli.Batch;
using OmeZarr.Cli.Conversion;
using OmeZarr.Cli.Dividing;
using OmeZarr.Cli.Images;
using OmeZarr.Cli.Reporting;

namespace OmeZarr.Cli.Commands;

/// <summary><c>omezarr convert INPUT… OUTPUT</c>.</summary>
internal static class ConvertCommand
{
    internal static Command Create(Terminal terminal, ConnectionOptions connection)
    {
        var options = new ConvertOptions();
        var resume = new Option<bool>("--resume") { Description = "Keep what is done if the conversion is interrupted; the same command then goes on with the rest. A changed input or option is noticed. Not with --append." };
        var batch = new Option<string?>("--batch") { HelpName = "LIST", Description = "Convert what a CSV file lists, in place of INPUT and OUTPUT: columns input (several separated by ;), output, and options without their dashes, such as name or pyramid. Options of the command line are for all rows. A row that fails does not stop the others." };
        var command = new Command("convert", "Convert microscope images to an OME-Zarr image, with labels or without, to a plate, or to a collection of images.");
        options.AddTo(command);
        command.Options.Add(resume);
        command.Options.Add(batch);
        command.SetAction((parsed, cancellationToken) =>
        {
            var (isResumed, json) = (parsed.GetValue(resume), parsed.GetValue(options.Json));
            string[] arguments = [.. options.ArgumentsOf(parsed), .. connection.ArgumentsOf(parsed)];
            if (parsed.GetValue(batch) is not { } list)
            {
                return RunAsync(new Work(options.Read(parsed, connection.Read(parsed)), isResumed ? arguments : null), json, terminal, cancellationToken);
            }

            return options.HasPaths(parsed)
                ? throw new UsageException("--batch takes inputs and outputs from the rows of its file; leave out INPUT and OUTPUT")
                : RunBatchAsync(list, arguments, isResumed, json, terminal, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(Work work, bool json, Terminal terminal, CancellationToken cancellationToken)
    {
        if (work.Request.PlanOnly)
        {
            using var planned = await Converter.OpenAsync(work.Request, cancellationToken).ConfigureAwait(false);
            terminal.WriteResult(planned.Plan(json));
            return ExitCode.Success;
        }

        if (await ConvertAsync(work, terminal, cancellationToken).ConfigureAwait(false) is not { } summary)
        {
            terminal.WriteResult($"{work.Request.Output} was complete already");
            return ExitCode.Success;
        }

        foreach (var line in summary.FindingLines)
        {
            terminal.WriteError(line);
        }

        terminal.WriteResult(json ? summary.ToJson() : summary.ToString());
        return ExitCode.Success;
    }

    private static async Task<ConvertSummary?> ConvertAsync(Work work, Terminal terminal, CancellationToken cancellationToken)
    {
        if (work.Arguments is { } arguments)
        {
            return await DividedConversion.ResumeAsync(arguments, work.Request, (converter, run) => ProgressBar.RunAsync(terminal, converter.Name, run), cancellationToken).ConfigureAwait(false);
        }

        using var conversion = await Converter.OpenAsync(work.Request, cancellationToken).ConfigureAwait(false);
        return await ProgressBar.RunAsync(terminal, conversion.Name, progress => conversion.RunAsync(progress, cancellationToken)).ConfigureAwait(false);
    }

    private static async Task<int> RunBatchAsync(string list, string[] arguments, bool isResumed, bool json, Terminal terminal, CancellationToken cancellationToken)
    {
        var report = new BatchReport();
        foreach (var row in BatchList.Read(list))
        {
            await report.AddAsync(row, () => ConvertAsync(WorkOf(row, arguments, isResumed), terminal, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        terminal.WriteResult(json ? report.ToJson() : report.ToText());
        return cancellationToken.IsCancellationRequested ? ExitCode.Cancelled : report.HasFailures ? ExitCode.Failure : ExitCode.Success;
    }

    private static Work WorkOf(BatchRow row, string[] arguments, bool isResumed)
    {
        string[] all = [.. arguments, .. row.Options];
        var request = PlannedOptions.Parse(all, [.. row.Inputs, row.Output]);
        return request.PlanOnly ? throw new UsageException("--plan is not for rows of a list; show the plan of one plate alone") : new Work(request, isResumed ? all : null);
    }

    /// <summary>A conversion.</summary>
    /// <param name="Request">What is converted.</param>
    /// <param name="Arguments">Its options as they were given, if it keeps what is done when it is interrupted; otherwise null.</param>
    private sealed record Work(ConvertRequest Request, IReadOnlyList<string>? Arguments);
}
