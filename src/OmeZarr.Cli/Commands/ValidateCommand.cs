using System.CommandLine;
using OmeZarr.Cli.Reporting;
using OmeZarr.Cli.Validating;
using Zarr.Stores;

namespace OmeZarr.Cli.Commands;

/// <summary><c>omezarr validate PATH…</c>.</summary>
internal static class ValidateCommand
{
    internal static Command Create(Terminal terminal, ConnectionOptions connection)
    {
        var options = new ValidateOptions();
        var command = new Command("validate", "Judge whole stores: what is wrong, where, and what to do.");
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, options, connection.Read(parsed), terminal, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, ValidateOptions options, StoreConnection connection, Terminal terminal, CancellationToken cancellationToken)
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
            terminal.WriteResult(await Conformance.JudgeAsync(path, connection, options.IsStrict(parsed), cancellationToken).ConfigureAwait(false));
            return ExitCode.Success;
        }

        var validation = options.Read(parsed);
        var stores = await StoreFinder.FindAsync(paths, connection, cancellationToken).ConfigureAwait(false);
        var isDryRun = parsed.GetValue(options.IsDryRun);
        var fixes = options.ReadFix(parsed) is { } rules ? await FixAsync(stores, rules, isDryRun, cancellationToken).ConfigureAwait(false) : null;
        if (fixes is not null && isDryRun)
        {
            terminal.WriteResult(parsed.GetValue(options.Json) ? JsonOutput.Text(new() { ["fixes"] = JsonOutput.List(fixes.Select(one => one.ToJson())) }) : StoreFix.ToText(fixes, isDryRun: true));
            return fixes.Any(one => one.Report is null) ? ExitCode.Failure : fixes.All(one => one.IsDone(isDryRun: true)) ? ExitCode.Success : ExitCode.Findings;
        }

        var verdicts = await JudgeAsync(stores, validation, terminal, cancellationToken).ConfigureAwait(false);
        Write(parsed, options, verdicts, fixes, terminal);
        return fixes?.Any(one => one.Report is null) == true ? ExitCode.Failure : StoreVerdict.ExitCodeOf(verdicts);
    }

    private static async Task<List<StoreFix>> FixAsync(IEnumerable<StoreLocation> stores, IReadOnlyCollection<string> rules, bool isDryRun, CancellationToken cancellationToken)
    {
        var fixes = new List<StoreFix>();
        foreach (var store in stores)
        {
            fixes.Add(await StoreFix.RunAsync(store, rules, isDryRun, cancellationToken).ConfigureAwait(false));
        }

        return fixes;
    }

    private static Task<List<StoreVerdict>> JudgeAsync(IReadOnlyList<StoreLocation> stores, ValidationOptions options, Terminal terminal, CancellationToken cancellationToken) =>
        ValidationStatus.RunAsync(terminal, async progressOf =>
        {
            var verdicts = new List<StoreVerdict>();
            foreach (var store in stores)
            {
                RecoveryReport.WriteHint(store, terminal);
                verdicts.Add(await StoreVerdict.CreateAsync(store, options, progressOf(store.ToString()), cancellationToken).ConfigureAwait(false));
            }

            return verdicts;
        });

    private static void Write(ParseResult parsed, ValidateOptions options, List<StoreVerdict> verdicts, List<StoreFix>? fixes, Terminal terminal)
    {
        if (parsed.GetValue(options.Json))
        {
            var json = ValidationJson.Of(verdicts);
            if (fixes is not null)
            {
                json["fixes"] = JsonOutput.List(fixes.Select(one => one.ToJson()));
            }

            terminal.WriteResult(JsonOutput.Text(json));
            return;
        }

        string[] parts = [fixes is null ? string.Empty : StoreFix.ToText(fixes, isDryRun: false), ValidationText.Text(verdicts, parsed.GetValue(options.Quiet))];
        if (string.Join('\n', parts.Where(part => part.Length > 0)) is { Length: > 0 } text)
        {
            terminal.WriteResult(text);
        }
    }
}
