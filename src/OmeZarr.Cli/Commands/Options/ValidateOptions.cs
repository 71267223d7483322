using System.CommandLine;
using OmeZarr.Cli.Validating;

namespace OmeZarr.Cli.Commands;

/// <summary>The options of <c>omezarr validate</c>.</summary>
internal sealed class ValidateOptions
{
    private readonly Option<bool> strict = new("--strict") { Description = "Report recommended members that are missing, too." };

    private readonly Option<string> data = new("--data")
    {
        HelpName = "WHAT",
        Description = "Which chunks are read and decoded: none, sample (some of each array, always the same ones), or all. Default: none.",
        DefaultValueFactory = _ => "none",
    };

    private readonly Option<string[]> rules = new("--rule") { HelpName = "RULE", Description = "Apply this rule only; may be given several times." };
    private readonly Option<string[]> skipped = new("--skip") { HelpName = "RULE", Description = "Leave out this rule; may be given several times." };

    private readonly Option<string> max = new("--max")
    {
        HelpName = "N",
        Description = "How many findings of each store are kept; the others are counted. Default: 1000.",
        DefaultValueFactory = _ => "1000",
    };

    internal Argument<string[]> Paths { get; } = new("PATH...")
    {
        Description = "Stores, or folders or addresses with any number of stores: every folder *.zarr below, and every folder with the document of a Zarr node.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    internal Option<bool> Json { get; } = new("--json") { Description = "Print everything as JSON." };

    internal Option<bool> Quiet { get; } = new("--quiet") { Description = "Print errors only, and nothing if there are none." };

    internal Option<string?> Explain { get; } = new("--explain") { HelpName = "RULE", Description = "Say what a rule means, where it comes from and what to do, and judge nothing." };

    internal Option<bool> IsConformance { get; } = new("--conformance")
    {
        Description = "Judge one file of attributes or one hierarchy, and print {\"valid\": …, \"message\": …} only, as the conformance runner of OME expects it. The exit code is 0 whatever the verdict.",
    };

    internal Option<bool> IsDryRun { get; } = new("--dry-run") { Description = "With --fix: change nothing, only say what would be changed." };

    private readonly Option<string[]> fix = new("--fix")
    {
        HelpName = "RULE",
        Description = "Mend the violations of this rule where the metadata have one right answer, say what was changed, and judge again; may be given several times. --explain says which rules can be mended. Chunks are never touched. "
            + "row-missing, well-missing, field-missing, label-missing and series-missing take what is missing off the list that names it.",
    };

    internal void AddTo(Command command)
    {
        command.Arguments.Add(Paths);
        foreach (var option in (Option[])[strict, data, rules, skipped, max, fix, IsDryRun, Json, Quiet, Explain, IsConformance])
        {
            command.Options.Add(option);
        }
    }

    internal bool IsStrict(ParseResult parsed) => parsed.GetValue(strict);

    /// <exception cref="UsageException">A value is wrong.</exception>
    internal ValidationOptions Read(ParseResult parsed) => new()
    {
        Strict = IsStrict(parsed),
        Data = parsed.GetRequiredValue(data) switch
        {
            "none" => DataCheck.None,
            "sample" => DataCheck.Sample,
            "all" => DataCheck.All,
            var other => throw new UsageException($"--data {Quote.IfNeeded(other)}: there is none, sample and all"),
        },
        Rules = parsed.GetValue(rules) is { Length: > 0 } only ? Known("--rule", only) : null,
        SkippedRules = Known("--skip", parsed.GetValue(skipped) ?? []),
        MaxFindings = OptionValues.ParseCount("--max", parsed.GetRequiredValue(max), 1, int.MaxValue),
    };

    /// <summary>The rules whose violations are mended; null if nothing is.</summary>
    /// <exception cref="UsageException">A rule does not exist.</exception>
    internal IReadOnlyCollection<string>? ReadFix(ParseResult parsed)
    {
        return parsed.GetValue(fix) is { Length: > 0 } ids ? Known("--fix", ids)
            : parsed.GetValue(IsDryRun) ? throw new UsageException("--dry-run says what --fix RULE would change; there is no --fix")
            : null;
    }

    private static string[] Known(string option, string[] ids) => [.. ids.Select(id => RuleText.Require(option, id).Id)];
}
