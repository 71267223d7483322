using System.Globalization;
using System.Text;
using OmeZarr.Tests.Validation;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.Rules;

/// <summary>The reference of all rules, and the examples that the command line prints, are made from the catalogue and from the faults of other tests.</summary>
public sealed class RulePageTests
{
    private const string UpdateVariable = "UPDATE_RULES";

    private static readonly string Page = Path.Join(SharedData.RepositoryRoot, "docs", "rules.md");
    private static readonly string Examples = Path.Join(SharedData.RepositoryRoot, "src", "OmeZarr.Cli", "Validating", "rule-examples.txt");

    [Fact]
    public async Task The_reference_says_what_the_catalogue_says()
    {
        var examples = await ExamplesAsync();
        await RequireAsync(Page, PageOf(examples));
        await RequireAsync(Examples, string.Concat(examples.Select(example => $"{example.Key}\t{example.Value}\n")));
    }

    private static async Task RequireAsync(string file, string expected)
    {
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            await File.WriteAllTextAsync(file, expected);
        }

        Assert.True(
            File.Exists(file) && (await File.ReadAllTextAsync(file)).ReplaceLineEndings("\n") == expected,
            $"{Path.GetFileName(file)} is not up to date; rewrite it with\n    {UpdateVariable}=1 dotnet test --project tests/OmeZarr.Tests");
    }

    /// <summary>A finding of each rule, as a test has seen it.</summary>
    private static async Task<SortedDictionary<string, string>> ExamplesAsync()
    {
        var examples = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (rule, finding) in RuleCases.All.SelectMany(one => one.Invalid.Where(finding => finding.RuleId == one.Rule).Select(finding => (one.Rule, finding))))
        {
            examples.TryAdd(rule, Text(finding));
        }

        foreach (var text in (string[])["{", """{"a":1,"a":2}""", "\uFEFF{\"ome\":{\"version\":\"0.5\",\"labels\":[\"a\"]}}", "{}", """{"ome":{"multiscales":NaN}}""", """{"ome":{"version":"0.5","bioformats2raw.layout":"3"}}""",
            """{"ome":{"labels":["a"]}}""", """{"ome":{"version":"0.5","well":{"images":[{"path":0}]}}}""", """{"ome":{"version":"0.5","image-label":{"colors":[{"label-value":1.0}]}}}""", """{"ome":{"version":"0.5","plate":{}}}""",
            """{"ome":{"version":"0.5","multiscales":[],"omero":{"channels":[{"color":"#FF0000"}]}}}"""])
        {
            foreach (var finding in FindingsIn(text))
            {
                examples.TryAdd(finding.RuleId, Text(finding));
            }
        }

        foreach (var fault in StoreFaults.All.DistinctBy(fault => fault.Rule))
        {
            var store = GoodStore.Create(fault.Store);
            fault.Break(store);
            await AddAsync(examples, await store.ToStoreAsync(), fault.Rule, DataCheck.None);
        }

        foreach (var fault in ChunkFaults.All.DistinctBy(fault => fault.Rule))
        {
            var store = await ChunkedStore.CreateAsync(fault.Store);
            fault.Make(store);
            await AddAsync(examples, await store.ToStoreAsync(), fault.Rule, DataCheck.All);
        }

        return examples;
    }

    private static IReadOnlyList<Finding> FindingsIn(string text)
    {
        try
        {
            return OmeDocument.Parse(text).Validate();
        }
        catch (OmeZarrException error)
        {
            return error.Findings;
        }
    }

    private static async Task AddAsync(SortedDictionary<string, string> examples, IStore store, string rule, DataCheck data)
    {
        var report = await OmeStoreValidator.ValidateAsync(store, StorePrefix.Root, new() { Rules = [rule], Data = data }, cancellationToken: TestContext.Current.CancellationToken);
        if (report.Findings.FirstOrDefault(finding => finding.RuleId == rule) is { } found)
        {
            examples.TryAdd(rule, $"/{found.NodePath}{(found.Location.Length > 0 ? " " : string.Empty)}{Text(found.Finding)}");
        }
    }

    private static string Text(Finding finding) => $"{finding.Location}: {finding.Message}".ReplaceLineEndings(" ");

    private static string PageOf(SortedDictionary<string, string> examples)
    {
        var page = new StringBuilder("""
            # Rules

            All rules that `omezarr validate` and `OmeStoreValidator` apply. Made from the catalogue of rules by a test, which also compares it: `UPDATE_RULES=1 dotnet test --project tests/OmeZarr.Tests` rewrites it.
            `omezarr validate --explain RULE` prints the same. An *error* breaks what the specification demands, a *warning* what it recommends or what some readers need; *advice* breaks nothing. Numbers in brackets are those of
            [Which rules of the specification are checked](spec-coverage.md). An example begins with the node, where the rule is about several, and with the place in its document.

            | rule | severity | fixable | |
            | --- | --- | --- | --- |

            """.ReplaceLineEndings("\n"));
        foreach (var rule in ValidationRule.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"| [`{rule.Id}`](#{rule.Id}) | {SeverityOf(rule)} | {(rule.Fixable ? "yes" : string.Empty)} | {rule.Sentence} |\n");
        }

        foreach (var rule in ValidationRule.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n### {rule.Id}\n\n{rule.Sentence}\n\n* {SeverityOf(rule)}; source: {rule.Source}\n");
            page.Append(examples.TryGetValue(rule.Id, out var example) ? $"* example: `{example.Replace("`", "'", StringComparison.Ordinal)}`\n" : string.Empty);
            page.Append(rule.Remedy is { } remedy ? $"* what to do: {remedy}\n" : string.Empty);
            page.Append(rule.Fixable ? $"* `omezarr validate PATH --fix {rule.Id}` mends it\n" : string.Empty);
        }

        return page.ToString();
    }

    private static string SeverityOf(ValidationRule rule)
    {
        var severity = rule.Severity == rule.SeverityIn04 ? Word(rule.Severity) : $"{Word(rule.Severity)} in 0.5, {Word(rule.SeverityIn04)} in 0.4";
        return rule.OnlyStrict ? $"{severity}, only if strict" : severity;
    }

    private static string Word(Severity severity) => severity.ToString().ToLowerInvariant();
}
