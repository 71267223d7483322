using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OmeZarr.Rules;
using OmeZarr.Rules.Checks;
using OmeZarr.Rules.Hierarchy;
using OmeZarr.Tests.V05;
using OmeZarr.Tests.Validation;
using TestKit;
using Xunit;

namespace OmeZarr.Tests.Rules;

/// <summary>Every rule of the specification that a document or a hierarchy decides is checked by a rule, and the page that says so is true.</summary>
public sealed partial class SpecCoverageTests
{
    private const string UpdateVariable = "UPDATE_SPEC_COVERAGE";

    private static readonly IReadOnlyList<Rule> Known = RuleCatalog.WithHierarchies;

    private static readonly Dictionary<string, string> TestsOfReading = new()
    {
        ["json-invalid"] = Name(nameof(OmeDocumentTests), nameof(OmeDocumentTests.What_is_no_JSON_is_refused_with_its_place)),
        ["json-duplicate-member"] = Name(nameof(OmeDocumentTests), nameof(OmeDocumentTests.A_member_that_is_there_twice_is_refused_with_its_place)),
        ["json-non-finite"] = Name(nameof(OmeDocumentTests), nameof(OmeDocumentTests.What_real_files_get_wrong_is_passed_over_with_a_warning)),
        ["json-byte-order-mark"] = Name(nameof(OmeDocumentTests), nameof(OmeDocumentTests.What_real_files_get_wrong_is_passed_over_with_a_warning)),
        ["document-size"] = Name(nameof(OmeDocumentTests), nameof(OmeDocumentTests.Depth_and_size_are_limited)),
        ["document-unknown"] = Name(nameof(OmeDocumentTests), nameof(OmeDocumentTests.What_is_nothing_of_OME_Zarr_is_refused)),
        ["version-missing"] = Name(nameof(OmeDocumentTests), nameof(OmeDocumentTests.What_real_files_get_wrong_is_passed_over_with_a_warning)),
        ["member-missing"] = Name(nameof(GroupJsonTests), nameof(GroupJsonTests.Every_structural_fault_of_a_plate_is_found)),
        ["integer-fraction"] = Name(nameof(OmeDocumentTests), nameof(OmeDocumentTests.What_real_files_get_wrong_is_passed_over_with_a_warning)),
        ["layout-text"] = Name(nameof(OmeDocumentTests), nameof(OmeDocumentTests.What_real_files_get_wrong_is_passed_over_with_a_warning)),
        ["label-multiscales"] = Name(nameof(OmeDocumentTests), nameof(OmeDocumentTests.A_label_value_with_a_fraction_of_zero_is_an_integer)),
        ["well-image-path-number"] = Name(nameof(OmeDocumentTests), nameof(OmeDocumentTests.A_field_whose_path_is_a_number_is_read_with_a_warning)),
        ["omero-color-hash"] = Name(nameof(ModelTests), nameof(ModelTests.A_hash_in_a_document_is_a_warning)),
    };

    [Fact]
    public void The_page_about_coverage_says_what_is_checked()
    {
        var file = Path.Join(SharedData.RepositoryRoot, "docs", "spec-coverage.md");
        var actual = Page();
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.True(
            File.Exists(file) && File.ReadAllText(file).ReplaceLineEndings("\n") == actual,
            $"docs/spec-coverage.md is not up to date; rewrite it with\n    {UpdateVariable}=1 dotnet test --project tests/OmeZarr.Tests");
    }

    [Fact]
    public void Every_rule_that_a_document_or_a_hierarchy_decides_is_checked() => Assert.All(
        SpecRules.All.Where(rule => rule.Tag is 'A' or 'H'),
        rule => Assert.True(Checks(rule.Number).Any() || SpecRules.Notes.ContainsKey(rule.Number), $"nothing checks rule {rule.Number}: {rule.Subject}"));

    [Fact]
    public void Every_rule_of_reading_has_a_test_and_an_id_of_its_own()
    {
        Assert.Equal(ReadingRules.All.Select(rule => rule.Id).Order(), TestsOfReading.Keys.Order());
        Assert.Equal(Known.Count, Known.Select(rule => rule.Id).Distinct().Count());
    }

    private static string Page()
    {
        var page = new StringBuilder("""
            # Which rules of the specification are checked

            Made from the catalog of rules by a test, which also compares it: `UPDATE_SPEC_COVERAGE=1 dotnet test --project tests/OmeZarr.Tests` rewrites it.

            ## By number

            Rules of OME-Zarr 0.5, in the order of its text. One document decides those marked A; H needs the hierarchy, R is for readers to do. The
            rules of 0.4 are the same but for versions and the severities below.

            | number | about | decided by | checked by |
            | --- | --- | --- | --- |

            """.ReplaceLineEndings("\n"));
        foreach (var (number, tag, subject) in SpecRules.All)
        {
            var checks = string.Join(", ", Checks(number).Select(rule => $"`{rule.Id}`"));
            page.Append(CultureInfo.InvariantCulture, $"| {SpecRules.SectionOf(number)}.{number} | {subject} | {tag} | {(checks.Length > 0 ? checks : SpecRules.Notes.GetValueOrDefault(number, ""))} |\n");
        }

        page.Append("\n## By id\n\n| id | severity | in 0.4 | rule | source | test |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var rule in Known)
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{rule.Id}` | {Severities(rule)} | {rule.Sentence} | {rule.Spec} | {TestOf(rule)} |\n");
        }

        return page.ToString();
    }

    private static string Severities(Rule rule)
    {
        var strict = rule.OnlyStrict ? " (strict only)" : string.Empty;
        return rule.Id switch
        {
            "label-version" or "version-missing" => $"{rule.Severity}{strict} | ",
            "version-recommended" => $" | {rule.Severity}{strict}",
            _ => $"{rule.Severity}{strict} | {rule.SeverityIn04 ?? rule.Severity}{strict}",
        };
    }

    private static string TestOf(Rule rule) => rule is StoreRule ? $"{Name(nameof(StoreFaultTests), nameof(StoreFaultTests.A_fault_is_found_and_nothing_else))}, faults of `{rule.Id}`" : TestsOfReading.GetValueOrDefault(rule.Id)
        ?? $"{Name(nameof(ImageRulesTests), nameof(ImageRulesTests.A_rule_finds_its_violation_where_it_is))}, case `{rule.Id}`";

    private static IEnumerable<Rule> Checks(int number) => Known.Where(rule => Number().Matches(rule.Spec).Any(match => match.Groups[1].Value == $"{number}"));

    private static string Name(string type, string test) => $"`{type}.{test}`";

    [GeneratedRegex(@"\((\d+)\)")]
    private static partial Regex Number();
}
