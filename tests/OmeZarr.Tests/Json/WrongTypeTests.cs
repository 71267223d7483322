using System.Text.Json.Nodes;
using OmeZarr.V05;
using Xunit;

namespace OmeZarr.Tests.Json;

/// <summary>What a finding says of a value of the wrong JSON type, and where the limits of numbers are.</summary>
public sealed class WrongTypeTests
{
    [Theory]
    [InlineData("""{"series":{}}""", "ome.series", "must be a list; found an object")]
    [InlineData("""{"series":"0"}""", "ome.series", "must be a list; found a string")]
    [InlineData("""{"series":[7]}""", "ome.series[0]", "must be a string; found the number 7")]
    [InlineData("""{"series":["0",null]}""", "ome.series[1]", "must be a string; found null")]
    [InlineData("""{"series":["0",[]]}""", "ome.series[1]", "must be a string; found a list")]
    [InlineData("""{"series":["0",false]}""", "ome.series[1]", "must be a string; found false")]
    [InlineData("""{"series":[123456789012345678901234]}""", "ome.series[0]", "must be a string; found the number 123456789012345678901234")]
    [InlineData("""{"series":[1234567890123456789012345]}""", "ome.series[0]", "must be a string; found the number 123456789012345678901234…")]
    [InlineData("""{"plate":7}""", "ome.plate", "must be an object; found the number 7")]
    [InlineData("""{"series":null}""", "ome.series", "is required but missing")]
    public void The_finding_says_what_is_expected_and_what_is_there(string ome, string location, string message) =>
        Assert.Equal($"{location}: {message}", Assert.Single(FindingsOf(ome)));

    [Theory]
    [InlineData("""{"active":"yes"}""", ".active: must be true or false; found a string")]
    [InlineData("""{"active":true,"inverted":false}""", null)]
    [InlineData("""{"coefficient":"1"}""", ".coefficient: must be a number of 64 bits; found a string")]
    [InlineData("""{"coefficient":-1e999}""", ".coefficient: must be a number of 64 bits; found the number -1e999")]
    [InlineData("""{"coefficient":1.7976931348623157e308}""", null)]
    public void So_it_does_in_a_channel(string channel, string? message)
    {
        var image = $$$"""{"multiscales":[],"omero":{"channels":[{{{channel}}}]}}""";
        Assert.Equal(message is null ? [] : [$"ome.omero.channels[0]{message}"], FindingsOf(image));
    }

    [Theory]
    [InlineData("\"1\"", null, "must be an integer; found a string")]
    [InlineData("1.5", null, "must be an integer; found the number 1.5")]
    [InlineData("1e3", 1000L, "is an integer; found the number 1e3")]
    [InlineData("-2.0", -2L, "is an integer; found the number -2.0")]
    [InlineData("9223372036854775807", long.MaxValue, null)]
    [InlineData("9223372036854775808", null, "must be an integer; found the number 9223372036854775808")]
    [InlineData("9007199254740991.0", 9007199254740991L, "is an integer; found the number 9007199254740991.0")]
    [InlineData("9007199254740992.0", null, "must be an integer; found the number 9007199254740992.0")] // 2^53 + 1 is read as this number, too
    [InlineData("-9007199254740992.0", null, "must be an integer; found the number -9007199254740992.0")]
    public void An_integer_may_have_a_fraction_of_zero_while_doubles_are_exact(string json, long? expected, string? message)
    {
        var parsed = OmeMetadata.ParseLenient<Image>(Parse($$$"""{"version":"0.5","multiscales":[],"omero":{"channels":[],"id":{{{json}}}}}"""));
        Assert.Equal(expected, parsed.Value!.Omero!.Id);
        Assert.Equal(message is null ? [] : [$"ome.omero.id: {message}"], parsed.Findings.Select(finding => $"{finding.Location}: {finding.Message}"));
    }

    [Theory]
    [InlineData("2147483647", int.MaxValue)]
    [InlineData("-2147483648", int.MinValue)]
    [InlineData("2147483648", null)]
    [InlineData("-2147483649", null)]
    public void An_index_has_32_bits(string json, int? expected)
    {
        var parsed = OmeMetadata.ParseLenient<Plate>(Parse($$$"""{"version":"0.5","plate":{"columns":[],"rows":[],"wells":[],"field_count":{{{json}}}}}"""));
        Assert.Equal(expected, parsed.Value!.Definition.FieldCount);
        Assert.Equal(expected is null ? [$"must be an integer of 32 bits; found the number {json}"] : [], parsed.Findings.Select(finding => finding.Message));
    }

    [Fact]
    public void Free_form_metadata_must_be_an_object()
    {
        Assert.Equal(["ome.multiscales[0].metadata: must be an object; found a list"], FindingsOf("""{"multiscales":[{"axes":[],"datasets":[],"metadata":[]}]}"""));
        Assert.Empty(FindingsOf("""{"multiscales":[{"axes":[],"datasets":[],"metadata":{}}]}"""));
    }

    [Fact]
    public void A_broken_object_is_kept_as_it_was()
    {
        var parsed = OmeMetadata.ParseLenient<Image>(Parse("""{"version":"0.5","multiscales":[],"omero":{"channels":[{"window":{"start":0,"min":0,"end":"x","max":1}}]}}"""));
        Assert.Null(parsed.Value!.Omero!.Channels[0].Window);
        Assert.Equal("""{"start":0,"min":0,"end":"x","max":1}""", parsed.Value.Omero.Channels[0].ExtraMembers["window"].ToString());
    }

    [Theory]
    [InlineData("1", "there are 2 more errors and 0 more warnings; only the first 1,000 findings are listed")]
    [InlineData("1.0", "there are 0 more errors and 2 more warnings; only the first 1,000 findings are listed")]
    public void Wrong_values_beyond_a_thousand_are_counted(string item, string message)
    {
        var items = string.Join(',', Enumerable.Repeat(item, 1002));
        var ome = item == "1" ? $$"""{"series":[{{items}}]}""" : $$"""{"image-label":{"colors":[{"label-value":1,"rgba":[{{items}}]}]},"multiscales":[]}""";
        var findings = FindingsOf(ome);
        Assert.Equal(1001, findings.Count);
        Assert.Equal($": {message}", findings[^1]);
    }

    [Fact]
    public void There_must_be_something_to_read() =>
        Assert.Equal("json", Assert.Throws<ArgumentNullException>(() => Series.Parse(null!)).ParamName);

    [Fact]
    public void A_tree_that_is_no_JSON_is_a_finding_at_its_root()
    {
        var finding = Assert.Single(OmeMetadata.ParseLenient<Series>(new JsonObject { ["series"] = new JsonArray(double.NaN) }).Findings);
        Assert.Equal(("json-invalid", Severity.Error, "ome"), (finding.RuleId, finding.Severity, finding.Location));
        Assert.StartsWith("series[0]: JSON has no NaN and no infinite numbers; leave the member out, or write the text \"NaN\", \"Infinity\" or \"-Infinity\"", finding.Message, StringComparison.Ordinal);
    }

    private static List<string> FindingsOf(string ome) =>
        [.. OmeDocument.Parse($$$"""{"ome":{"version":"0.5",{{{ome[1..]}}}}""").Findings.Select(finding => $"{finding.Location}: {finding.Message}")];

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
