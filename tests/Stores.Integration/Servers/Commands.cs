using System.Diagnostics;

namespace Stores.Integration.Servers;

/// <summary>Programs that servers consist of.</summary>
internal static class Commands
{
    /// <summary>Whether a program of this name is on the search path.</summary>
    internal static bool Exists(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Join(folder, name)));

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it has written to its standard output.</returns>
    internal static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GATEWAY_OWNER"] = $"{Environment.ProcessId}";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
    }
}
