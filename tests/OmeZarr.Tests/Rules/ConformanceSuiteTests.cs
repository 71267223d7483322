using System.Text.Json.Nodes;
using TestKit;
using Xunit;

namespace OmeZarr.Tests.Rules;

/// <summary>The published conformance cases and examples, read from the folder beside the repository.</summary>
public class ConformanceSuiteTests
{
    // Warnings about valid cases: the label cases have no image around them, and in the plates of 0.4 the column comes first.
    private static readonly string[] Tolerated = ["label-multiscales", "plate-well-path"];

    [Theory]
    [InlineData("0.5", "image_suite.json", 28)]
    [InlineData("0.5", "label_suite.json", 9)]
    [InlineData("0.5", "plate_suite.json", 31)]
    [InlineData("0.5", "well_suite.json", 5)]
    [InlineData("0.4", "image_suite.json", 30)]
    [InlineData("0.4", "label_suite.json", 9)]
    [InlineData("0.4", "plate_suite.json", 31)]
    [InlineData("0.4", "well_suite.json", 6)]
    public void Documents_get_the_verdict_of_the_suite(string version, string suite, int count) =>
        RequireVerdicts(version, suite, count, findings => findings.Any(f => f.Severity == Severity.Error));

    [Theory]
    [InlineData("0.5", "strict_image_suite.json", 5)]
    [InlineData("0.5", "strict_label_suite.json", 1)]
    [InlineData("0.5", "strict_plate_suite.json", 5)]
    [InlineData("0.5", "strict_well_suite.json", 2)]
    [InlineData("0.4", "strict_image_suite.json", 5)]
    [InlineData("0.4", "strict_label_suite.json", 2)]
    [InlineData("0.4", "strict_plate_suite.json", 6)]
    [InlineData("0.4", "strict_well_suite.json", 3)]
    public void Strict_documents_miss_nothing_that_is_recommended(string version, string suite, int count) =>
        RequireVerdicts(version, suite, count, findings => findings.Any(f => f.Severity == Severity.Error || !Tolerated.Contains(f.RuleId)));

    [Theory]
    [InlineData("0.5", 21)]
    [InlineData("0.4", 22)]
    public void Valid_cases_are_written_as_they_were_read(string version, int count)
    {
        var folder = SharedData.PathOrSkip(Path.Combine("ngff", version, "tests"));
        var valid = Directory.GetFiles(folder, "*_suite.json").SelectMany(Cases).Where(test => test["valid"]!.GetValue<bool>()).ToList();
        Assert.Equal(count, valid.Count);
        Assert.All(valid, test => Assert.True(JsonNode.DeepEquals(test["data"], OmeDocument.Parse(test["data"]!.AsObject()).ToJson()), $"{test["formerly"]}"));
    }

    [Theory]
    [InlineData("0.5", OmeDocumentForm.Group)]
    [InlineData("0.4", OmeDocumentForm.Metadata)]
    public async Task The_examples_are_valid_and_come_back_with_every_member(string version, OmeDocumentForm form)
    {
        var folder = SharedData.PathOrSkip(Path.Combine("ngff", version, "examples"));
        var files = Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != ".config.json").ToList();
        Assert.Equal(10, files.Count);
        foreach (var file in files)
        {
            // Comments are an addition of the specification's authors for its readers.
            var lines = (await File.ReadAllLinesAsync(file)).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal));
            var json = JsonNode.Parse(string.Join('\n', lines))!.AsObject();
            var document = OmeDocument.Parse(json);
            Assert.Equal((version, form), (document.Version, document.Form));
            Assert.DoesNotContain(document.Validate(), finding => finding.Severity == Severity.Error);
            Assert.True(JsonNode.DeepEquals(json, document.ToJson()), file);
        }
    }

    private static void RequireVerdicts(string version, string suite, int count, Func<IReadOnlyList<Finding>, bool> isFaulty)
    {
        var cases = Cases(SharedData.PathOrSkip(Path.Combine("ngff", version, "tests", suite)));
        Assert.Equal(count, cases.Count);
        Assert.All(cases, test =>
        {
            var findings = Judge(test["data"]!.AsObject(), version);
            Assert.True(isFaulty(findings) != test["valid"]!.GetValue<bool>(), $"{test["formerly"]}: {string.Join("; ", findings)}");
        });
    }

    // A document of the other version is not one of this version, however valid: some cases of 0.5 lack the key "ome".
    private static IReadOnlyList<Finding> Judge(JsonObject data, string version)
    {
        var document = OmeDocument.Parse(data);
        return document.Version == version
            ? document.Validate(strict: true)
            : [new Finding("other-version", Severity.Error, string.Empty, $"is of version {document.Version}")];
    }

    private static List<JsonNode> Cases(string path) =>
        [.. JsonNode.Parse(File.ReadAllText(path))!["tests"]!.AsArray().Select(test => test!)];
}
