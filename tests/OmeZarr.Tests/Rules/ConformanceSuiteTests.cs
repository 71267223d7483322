using System.Text.Json.Nodes;
using OmeZarr.V05;
using Xunit;

namespace OmeZarr.Tests.Rules;

/// <summary>The published conformance cases for attributes documents, read from the folder beside the repository.</summary>
public class ConformanceSuiteTests
{
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

    private static List<JsonNode> Cases(string suite)
    {
        var path = SharedFolder.PathOrSkip(Path.Combine("ngff", "0.5", "tests", suite));
        return [.. JsonNode.Parse(File.ReadAllText(path))!["tests"]!.AsArray().Select(t => t!)];
    }
}
