namespace OmeZarr.Cli.Tests;

/// <summary>What a run of the program gave.</summary>
internal sealed record Run(int ExitCode, string Out, string Error)
{
    /// <summary>Runs the program in this process.</summary>
    internal static async Task<Run> Of(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await Application.RunAsync(args, new Terminal(output, error, false), Xunit.TestContext.Current.CancellationToken);
        return new Run(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs the program; it must succeed in silence on standard error.</summary>
    internal static async Task<string> OutputOf(params string[] args)
    {
        var run = await Of(args);
        Xunit.Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        return run.Out;
    }

    /// <summary>Runs the program; it must succeed in silence on standard error, and may have found something.</summary>
    internal static async Task<string> FindingsOf(params string[] args)
    {
        var run = await Of(args);
        Xunit.Assert.InRange(run.ExitCode, 0, 1);
        Xunit.Assert.Empty(run.Error);
        return run.Out;
    }
}
