using System.Diagnostics;
using Xunit;

namespace OmeZarr.Cli.Tests;

/// <summary>The program as others start it: as a process, with the files that were built for users.</summary>
internal static class Programs
{
    /// <summary>The managed program beside the tests.</summary>
    internal static string[] Managed { get; } = ["dotnet", "exec", Path.Join(AppContext.BaseDirectory, "OmeZarr.Cli.dll")];

    /// <summary>A path from an environment variable; the calling test is skipped where nobody has built what it names.</summary>
    internal static string PathOrSkip(string variable, string maker)
    {
        var path = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(path), $"{variable} is not set: {maker}");
        Assert.True(Path.Exists(path), $"{variable} is {path}, which does not exist");
        return Path.GetFullPath(path);
    }

    /// <summary>Runs a program to its end.</summary>
    internal static async Task<Run> RunAsync(string[] program, string workingDirectory, params string[] arguments)
    {
        var start = new ProcessStartInfo(program[0], [.. program.Skip(1), .. arguments])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Run(process.ExitCode, output.ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
    }
}
