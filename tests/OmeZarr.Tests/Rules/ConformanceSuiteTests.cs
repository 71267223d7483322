using System.Text.Json.Nodes;
using OmeZarr.V05;
using TestKit;
using Xunit;

namespace OmeZarr.Tests.Rules;

/// <summary>The published conformance cases for attributes documents, read from the folder beside the repository.</summary>
public class ConformanceSuiteTests
{
    [Theory]
    [InlineData("label_suite.json", 9, false)]
    [InlineData("strict_label_suite.json", 1, true)]
    [InlineData("plate_suite.json", 31, false)]
    [InlineData("strict_plate_suite.json", 5, true)]
    [InlineData("well_suite.json", 5, false)]
    [InlineData("strict_well_suite.json", 2, true)]
    public void Groups_get_the_verdict_of_the_suite(string suite, int count, bool strict)
    {
        var cases = Cases(suite);
        Assert.Equal(count, cases.Count);
        Assert.All(cases, test =>
        {
            var faults = Judge(test["data"]!["ome"] as JsonObject, strict).Where(f => strict || f.Severity == Severity.Error);
            Assert.True(faults.Any() != test["valid"]!.GetValue<bool>(), $"{test["formerly"]}: {string.Join("; ", faults)}");
        });
    }

    [Theory]
    [InlineData("image_suite.json", 28)]
    [InlineData("strict_image_suite.json", 5)]
    public void Images_get_the_verdict_of_the_suite(string suite, int count)
    {
        var cases = Cases(suite);
        Assert.Equal(count, cases.Count);
        Assert.All(cases, test =>
        {
            var findings = Image.ParseLenient(test["data"]!["ome"]!.AsObject()).Validate();
            var errors = findings.Where(f => f.Severity == Severity.Error);
            Assert.True(errors.Any() != test["valid"]!.GetValue<bool>(), $"{test["formerly"]}: {string.Join("; ", errors)}");
        });
    }

    [Fact]
    public void Strict_images_miss_no_recommended_member() => Assert.All(Cases("strict_image_suite.json"), test =>
        Assert.Empty(Image.Parse(test["data"]!["ome"]!.AsObject()).Validate(strict: true)));

    [Fact]
    public void Valid_images_are_written_as_they_were_read() =>
        Assert.All(Cases("image_suite.json").Concat(Cases("strict_image_suite.json")).Where(t => t["valid"]!.GetValue<bool>()), test =>
        {
            var ome = test["data"]!["ome"]!.AsObject();
            Assert.True(JsonNode.DeepEquals(ome, Image.Parse(ome).ToJson()), $"{test["formerly"]}");
        });

    // The label cases have no image around them. Some invalid cases lack the key "ome" altogether.
    private static IReadOnlyList<Finding> Judge(JsonObject? ome, bool strict) => ome switch
    {
        null => [new Finding("ome-missing", Severity.Error, "ome", "missing")],
        _ when ome["image-label"] is JsonObject label => ImageLabel.ParseLenient(label).Validate(strict),
        _ when ome.ContainsKey("plate") => Plate.ParseLenient(ome).Validate(strict),
        _ => Well.ParseLenient(ome).Validate(strict),
    };

    private static List<JsonNode> Cases(string suite)
    {
        var path = SharedData.PathOrSkip(Path.Combine("ngff", "0.5", "tests", suite));
        return [.. JsonNode.Parse(File.ReadAllText(path))!["tests"]!.AsArray().Select(t => t!)];
    }
}
