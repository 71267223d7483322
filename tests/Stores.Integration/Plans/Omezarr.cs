using System.Diagnostics;
using Xunit;

namespace Stores.Integration.Plans;

/// <summary>The command <c>omezarr</c>, each time as a process of its own.</summary>
/// <param name="connection">The options that say how the store is reached.</param>
/// <param name="environment">Variables of the processes.</param>
internal sealed class Omezarr(string[] connection, params (string Name, string Value)[] environment)
{
    /// <summary>Runs a command that knows the store from its plan.</summary>
    internal async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Join(AppContext.BaseDirectory, "OmeZarr.Cli.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Runs a command that gets an address of the store. It must succeed.</summary>
    internal async Task ReachAsync(params string[] arguments)
    {
        var (exitCode, output) = await RunAsync([.. arguments, .. connection]);
        Assert.True(exitCode == 0, $"omezarr {string.Join(' ', arguments)}: {exitCode}: {output}");
    }
}
