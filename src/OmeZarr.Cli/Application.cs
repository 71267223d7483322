using System.CommandLine;
using OmeZarr.Cli.Commands;
using Zarr;

namespace OmeZarr.Cli;

/// <summary>The command table, and what an error becomes: one line on standard error and an exit code.</summary>
internal static class Application
{
    internal const int Success = 0;

    /// <summary>Wrong use, unreadable input or a failing disk.</summary>
    internal const int Failure = 2;

    internal static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        var root = new RootCommand("Convert microscope images to OME-Zarr 0.5, and look at OME-Zarr stores.")
        {
            ConvertCommand.Create(terminal),
            InfoCommand.Create(terminal),
        };
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            terminal.Error.WriteLine($"omezarr: {string.Join("; ", parsed.Errors.Select(error => error.Message.TrimEnd('.')))}");
            terminal.Error.WriteLine($"Try 'omezarr {(parsed.CommandResult.Command == root ? string.Empty : parsed.CommandResult.Command.Name + " ")}--help'.");
            return Failure;
        }

        var configuration = new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("omezarr: cancelled");
            return Failure;
        }
        catch (Exception error) when (IsExpected(error))
        {
            terminal.Error.WriteLine($"omezarr: {Describe(error)}");
            return Failure;
        }
    }

    /// <summary>What the user or the world did wrong. Anything else is a defect of ours and may show its stack trace.</summary>
    private static bool IsExpected(Exception error) =>
        error is UsageException or IOException or UnauthorizedAccessException or ArgumentException or ZarrException or OmeZarrException;

    /// <summary>The message; of argument errors without the name of our parameter.</summary>
    private static string Describe(Exception error) =>
        error is ArgumentException { ParamName: { } name } ? error.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal) : error.Message;
}
