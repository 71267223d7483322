using System.CommandLine;
using OmeZarr.Cli.Commands;
using OmeZarr.Cli.Inputs;
using Zarr;

namespace OmeZarr.Cli;

/// <summary>The command table. An error becomes one line on standard error and an exit code.</summary>
internal static class Application
{
    private const int MaxLength = 4000;

    private const string DebugVariable = "OMEZARR_DEBUG";

    internal static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        try
        {
            StoreSchemes.Register();
            var root = CreateRoot(terminal);
            // No response files, because the name of an image may begin with @.
            var parsed = root.Parse(args.Length == 0 ? ["--help"] : SeriesArgument.Complete(args), new ParserConfiguration { ResponseFileTokenReplacer = null });
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
            terminal.WriteError($"omezarr: {Describe(error)}");
            WriteTrace(error, terminal);
            return error is OperationCanceledException ? ExitCode.Cancelled : ExitCode.Failure;
        }
    }

    private static RootCommand CreateRoot(Terminal terminal)
    {
        var connection = new ConnectionOptions();
        var root = new RootCommand("Convert microscope images to OME-Zarr 0.5, and look at OME-Zarr stores.")
        {
            ConvertCommand.Create(terminal, connection),
            PlanCommand.Create(terminal, connection),
            RunCommand.Create(terminal),
            FinishCommand.CreateFinish(terminal),
            FinishCommand.CreateStatus(terminal),
            InfoCommand.Create(terminal, connection),
            TreeCommand.Create(terminal, connection),
            ValidateCommand.Create(terminal, connection),
            PyramidCommand.Create(terminal, connection),
            SetCommand.Create(terminal, connection),
            ThumbnailCommand.Create(terminal, connection),
            ViewCommand.CreateView(terminal, connection),
            ViewCommand.CreateServe(terminal, connection),
            ExportCommand.Create(terminal, connection),
            CopyCommand.Create(terminal, connection),
            CleanCommand.Create(terminal, connection),
            RecoverCommand.Create(terminal, connection),
        };
        root.Options.Clear();
        connection.AddTo(root);
        root.Options.Add(new Option<bool>("--help", "-h", "-?") { Description = "Show this help.", Action = new HelpTextAction(), Recursive = true, Arity = ArgumentArity.Zero });
        root.Options.Add(new Option<bool>("--version") { Description = "Show the version.", Action = new VersionAction(), Arity = ArgumentArity.Zero });
        return root;
    }

    /// <summary>The message of the exception, cut to a screenful because messages quote files.</summary>
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
        // Errors of the user or the environment; all others are bugs of this program.
        UsageException or IOException or UnauthorizedAccessException or ZarrException or OmeZarrException or HttpRequestException => error.Message,
        NotSupportedException when error.GetType() == typeof(NotSupportedException) => error.Message,
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
