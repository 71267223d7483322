using System.ComponentModel;
using System.Diagnostics;

namespace Interop.Node;

/// <summary>Runs a program to its end.</summary>
internal static class CommandLine
{
    /// <summary>What the program printed, or null if there is no such program.</summary>
    internal static async Task<CommandOutput?> RunAsync(string program, IEnumerable<string> arguments, string folder, string input = "")
    {
        using var process = Start(program, arguments, folder);
        if (process is null)
        {
            return null;
        }

        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await WriteAsync(process.StandardInput, input);
        await process.WaitForExitAsync();
        return new CommandOutput(process.ExitCode, await output, await errors);
    }

    private static Process? Start(string program, IEnumerable<string> arguments, string folder)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>A program that ends before it has read everything says why by its exit code.</summary>
    private static async Task WriteAsync(StreamWriter writer, string input)
    {
        try
        {
            await writer.WriteAsync(input);
            writer.Close();
        }
        catch (IOException)
        {
        }
    }
}

/// <summary>How a program ended and what it printed.</summary>
internal sealed record CommandOutput(int ExitCode, string Output, string Errors);
