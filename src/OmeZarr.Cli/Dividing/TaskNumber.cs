using System.Globalization;

namespace OmeZarr.Cli.Dividing;

/// <summary>The number of the task that a scheduler has given to this process.</summary>
internal static class TaskNumber
{
    /// <summary>The variables of schedulers, and the number from which they count.</summary>
    private static readonly (string Variable, int First)[] Schedulers =
    [
        ("SLURM_ARRAY_TASK_ID", 0), // arrays begin where the script says; ours at 0
        ("JOB_COMPLETION_INDEX", 0), // Kubernetes
        ("AWS_BATCH_JOB_ARRAY_INDEX", 0),
        ("LSB_JOBINDEX", 1), // LSF; 0 outside an array
    ];

    /// <param name="given">The number that the user gave; null to ask the scheduler.</param>
    /// <param name="environment">The value of a variable of the environment; null if it is not set.</param>
    /// <exception cref="UsageException">Nobody gives a number, or it is none.</exception>
    internal static int Of(string? given, Func<string, string?> environment)
    {
        if (given is not null)
        {
            return Parse("--task", given);
        }

        foreach (var (variable, first) in Schedulers)
        {
            if (environment(variable) is { Length: > 0 } text && (Parse(variable, text) - first) is >= 0 and var number)
            {
                return number;
            }
        }

        throw new UsageException($"which task? Give --task N, counted from 0, or run this as an array job; {string.Join(", ", Schedulers.Select(scheduler => scheduler.Variable))} are not set");
    }

    private static int Parse(string source, string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new UsageException($"{source} {Quote.IfNeeded(text)}: expected a number, 0 or more");
}
