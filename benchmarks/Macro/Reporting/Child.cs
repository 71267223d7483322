using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Macro.Reporting;

/// <summary>Runs a command of this program in a process of its own, whose peak memory is then its own too.</summary>
internal static class Child
{
    /// <summary>The lines that it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    internal static async Task<JsonObject[]> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var program = Environment.ProcessPath ?? "dotnet";
        var assembly = Path.GetFileNameWithoutExtension(program) == "dotnet" ? new[] { Path.Join(AppContext.BaseDirectory, "macro.dll") } : [];
        var start = new ProcessStartInfo(program, [.. assembly, .. arguments]) { RedirectStandardOutput = true };
        await Console.Error.WriteLineAsync($"macro {string.Join(' ', arguments)}");
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())]
            : throw new InvalidOperationException($"macro {arguments[0]} ended with {process.ExitCode}");
    }
}
