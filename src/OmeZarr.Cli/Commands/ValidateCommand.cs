using System.CommandLine;
using OmeZarr.Cli.Validating;

namespace OmeZarr.Cli.Commands;

/// <summary><c>omezarr validate PATH…</c>.</summary>
internal static class ValidateCommand
{
    internal static Command Create(Terminal terminal)
    {
        var options = new ValidateOptions();
        var command = new Command("validate", "Judge whole stores: what is wrong, where, and what to do.");
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, options, terminal, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, ValidateOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(options.Explain) is { } rule)
        {
            terminal.WriteResult(RuleText.Of(rule));
            return ExitCode.Success;
        }

        var paths = parsed.GetValue(options.Paths) is { Length: > 0 } given ? given : throw new UsageException("validate needs PATH... (see omezarr validate --help)");
        if (parsed.GetValue(options.IsConformance))
        {
            var path = paths is [var one] ? one : throw new UsageException("--conformance judges one PATH");
            terminal.WriteResult(await Conformance.JudgeAsync(path, options.IsStrict(parsed), cancellationToken).ConfigureAwait(false));
            return ExitCode.Success;
        }

        var verdicts = await JudgeAsync(paths, options.Read(parsed), terminal, cancellationToken).ConfigureAwait(false);
        Write(parsed, options, verdicts, terminal);
        return StoreVerdict.ExitCodeOf(verdicts);
    }

    private static Task<List<StoreVerdict>> JudgeAsync(string[] paths, ValidationOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        var stores = StoreFinder.Find(paths);
        return ValidationStatus.RunAsync(terminal, async progressOf =>
        {
            var verdicts = new List<StoreVerdict>();
            foreach (var store in stores)
            {
                verdicts.Add(await StoreVerdict.CreateAsync(store, options, progressOf(store), cancellationToken).ConfigureAwait(false));
            }

            return verdicts;
        });
    }

    private static void Write(ParseResult parsed, ValidateOptions options, List<StoreVerdict> verdicts, Terminal terminal)
    {
        var text = parsed.GetValue(options.Json) ? JsonOutput.Text(ValidationJson.Of(verdicts)) : ValidationText.Text(verdicts, parsed.GetValue(options.Quiet));
        if (text.Length > 0)
        {
            terminal.WriteResult(text);
        }
    }
}
