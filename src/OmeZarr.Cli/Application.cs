using System.CommandLine;
using OmeZarr.Cli.Commands;
using OmeZarr.Cli.Conversion;
using Zarr;

namespace OmeZarr.Cli;

/// <summary>The command table, and what an error becomes: one line on standard error and an exit code.</summary>
internal static class Application
{
    internal const int Success = 0;

    /// <summary>It worked, and there is something that the user should look at.</summary>
    internal const int Findings = 1;

    /// <summary>Wrong use, unreadable input or a failing disk.</summary>
    internal const int Failure = 2;

    /// <summary>Stopped by the user: what shells take for a program that Ctrl-C ended.</summary>
    internal const int Cancelled = 130;

    private const int MaxLength = 4000;

    private const string DebugVariable = "OMEZARR_DEBUG";

    internal static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        try
        {
            var root = CreateRoot(terminal);
            // No response files: @ may begin the name of an image.
            var parsed = root.Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            ParseErrors.ThrowIfAny(parsed);
            var configuration = new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            terminal.Error.WriteLine($"omezarr: {Describe(error)}");
            WriteTrace(error, terminal);
            return error is OperationCanceledException ? Cancelled : Failure;
        }
    }

    private static RootCommand CreateRoot(Terminal terminal)
    {
        var root = new RootCommand("Convert microscope images to OME-Zarr 0.5, and look at OME-Zarr stores.")
        {
            ConvertCommand.Create(terminal),
            InfoCommand.Create(terminal),
            CleanCommand.Create(terminal),
        };
        root.Options.Clear();
        root.Options.Add(new Option<bool>("--help", "-h", "-?") { Description = "Show this help.", Action = new HelpTextAction(), Recursive = true, Arity = ArgumentArity.Zero });
        root.Options.Add(new Option<bool>("--version") { Description = "Show the version.", Action = new VersionAction(), Arity = ArgumentArity.Zero });
        return root;
    }

    /// <summary>What the exceptions of the libraries say, but never more than a screenful: it quotes what files hold.</summary>
    private static string Describe(Exception error)
    {
        var text = Words(error);
        return text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");
    }

    private static string Words(Exception error) => error switch
    {
        CancelledException => error.Message,
        OperationCanceledException => "cancelled; nothing was written",
        ArgumentException { ParamName: { } name } when error.GetType() == typeof(ArgumentException) => error.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal),
        OutOfMemoryException => "there is not enough memory; as many chunks are in memory as there are processors, so smaller --chunks or --shards may need less",
        // What the user or the world did wrong; anything else is a defect of ours.
        UsageException or IOException or UnauthorizedAccessException or ZarrException or OmeZarrException => error.Message,
        ArgumentException when error.GetType() == typeof(ArgumentException) => error.Message,
        _ => $"this is a bug, please report it: {error.GetType().Name}: {OneLine(error.Message)} (set {DebugVariable}=1 to see where)",
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static void WriteTrace(Exception error, Terminal terminal)
    {
        if (Environment.GetEnvironmentVariable(DebugVariable) is { Length: > 0 } and not "0")
        {
            terminal.Error.WriteLine(error);
        }
    }
}
