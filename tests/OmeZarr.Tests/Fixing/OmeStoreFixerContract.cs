using System.Text.Json.Nodes;
using OmeZarr.Tests.InPlace;
using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.Fixing;

/// <summary>What repairs do.</summary>
/// <param name="good">A plate without any finding.</param>
/// <param name="isFolder">Whether the folder itself is mended.</param>
public abstract class OmeStoreFixerContract(GoodPlate good, bool isFolder) : IClassFixture<GoodPlate>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    private protected string Root => folder["p.zarr"];

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A fault in one document of a good plate: what it is called, the document, the change, and the rule that mends it.</summary>
    internal static IReadOnlyList<(string Name, string Document, Action<JsonObject> Change, string Rule)> Faults { get; } =
    [
        ("a plate without version", "", json => Ome(json).Remove("version"), "version-missing"),
        ("a version with three numbers", "A/1", json => Ome(json)["version"] = "0.5.0", "version"),
        ("a version with a v", "A/1/0", json => Ome(json)["version"] = "v0.5", "version"),
        ("a version that is a number", "A/1/0", json => Ome(json)["version"] = 0.5, "member-type"),
        ("the version of a label", "A/1/0/labels/nuclei", json => Ome(json)["image-label"]!["version"] = "0.5.2", "label-version"),
        ("a label value with a fraction", "A/1/0/labels/nuclei", json => Ome(json)["image-label"]!["colors"]![0]!["label-value"] = JsonNode.Parse("1.0"), "integer-fraction"),
        ("a label without image-label", "A/1/0/labels/nuclei", json => Ome(json).Remove("image-label"), "label-image-label"),
        ("an array without names of dimensions", "A/1/0/1", json => json.Remove("dimension_names"), "dimension-names-missing"),
        ("an array of a label without names of dimensions", "A/1/0/labels/nuclei/0", json => json.Remove("dimension_names"), "dimension-names-missing"),
        ("a typesize that is not that of the elements", "A/2/0/0", json => json["codecs"]!.AsArray().Single(codec => (string?)codec!["name"] == "blosc")!["configuration"]!["typesize"] = 1, "blosc-typesize"),
        ("a channel without colour", "A/1/0", json => Channel(json).Remove("color"), "omero-color-missing"),
        ("a colour with a hash", "A/1/0", json => Channel(json)["color"] = "#00FF00", "omero-color-hash"),
        ("a channel without window", "A/1/0", json => Channel(json).Remove("window"), "omero-window-missing"),
        ("a window without min", "A/1/0", json => Channel(json)["window"]!.AsObject().Remove("min"), "member-missing"),
        ("a label that is not listed", "A/1/0/labels", json => Ome(json)["labels"]!.AsArray().RemoveAt(0), "label-unlisted"),
        ("a field that is not listed", "A/1", json => Ome(json)["well"]!["images"]!.AsArray().RemoveAt(1), "field-unlisted"),
        ("a well that is not listed", "", json => Ome(json)["plate"]!["wells"]!.AsArray().RemoveAt(2), "well-unlisted"),
        ("a wrong number of fields", "", json => Ome(json)["plate"]!["field_count"] = 7, "plate-field-count-actual"),
        ("a stale copy", "", json => json["consolidated_metadata"] = JsonNode.Parse("""{"kind":"inline","must_understand":false,"metadata":{"gone":{"zarr_format":3,"node_type":"group","attributes":{}}}}"""), "consolidated-stale"),
    ];

    public static TheoryData<string> Names => [.. Faults.Select(fault => fault.Name)];

    /// <inheritdoc/>
    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_fault_is_mended_and_no_chunk_is_touched(string name)
    {
        await WriteAsync();
        var fault = Faults.Single(one => one.Name == name);
        Edit(fault.Document, fault.Change);
        Assert.Contains(fault.Rule, await RulesAsync());
        var before = Contents();
        var planned = await FixAsync(dryRun: true, fault.Rule);
        Assert.Equal(before, Contents());
        Assert.Null(planned.After);

        var report = await FixAsync(dryRun: false, fault.Rule);
        var change = Assert.Single(report.Changes);
        Assert.Equal((fault.Document, "zarr.json"), (change.NodePath, change.Document));
        Assert.Equal([fault.Rule], change.Rules);
        Assert.NotEmpty(change.Difference);
        Assert.Equal(planned.Changes.SelectMany(one => one.Difference), change.Difference);
        Assert.Empty(report.Unfixed);
        Assert.Empty(report.After!.Findings);
        Assert.Empty(await RulesAsync());
        Assert.Equal([new StorePrefix(fault.Document).Key("zarr.json").Value], Changed(before));
        Assert.Empty((await FixAsync(dryRun: false, fault.Rule)).Changes);
    }

    [Theory]
    [InlineData("A/1", "A/1", "well-missing", "")]
    [InlineData("B", "B", "row-missing", "")]
    [InlineData("A/1/1", "A/1/1", "field-missing", "A/1")]
    [InlineData("A/1/0/labels/nuclei", "A/1/0/labels/nuclei", "label-missing", "A/1/0/labels")]
    public async Task What_is_missing_is_taken_from_the_list_only_if_the_rule_is_named(string deleted, string node, string rule, string document)
    {
        await WriteAsync();
        await SmallLabels.WriteAsync(folder["p.zarr/A/1/0/labels"], "cells");
        Directory.Delete(folder[$"p.zarr/{deleted}"], recursive: true);
        Assert.Contains((await OmeStoreValidator.ValidateAsync(Root, cancellationToken: Cancel)).Findings, finding => finding.NodePath == node && finding.RuleId == rule);
        Assert.Empty((await FixAsync(dryRun: false, [.. ValidationRule.All.Where(one => one.Fixable).Select(one => one.Id).Except(["plate-field-count-actual"])])).Changes);
        var report = await FixAsync(dryRun: false, rule);
        Assert.Equal(document, Assert.Single(report.Changes).NodePath);
        Assert.True(report.After!.IsValid);
        Assert.DoesNotContain(rule, report.After.Findings.Select(finding => finding.RuleId));
    }

    [Fact]
    public async Task The_last_entry_of_a_list_is_never_removed()
    {
        await WriteAsync();
        Directory.Delete(folder["p.zarr/A"], recursive: true);
        Directory.Delete(folder["p.zarr/B"], recursive: true);
        var report = await FixAsync(dryRun: false, "row-missing");
        Assert.Contains(report.Unfixed, one => one.Reason == "nothing would be left in the list");
        Assert.False(report.After!.IsValid);
    }

    [Theory]
    [InlineData("version", "A/1", "0.4")]
    [InlineData("version", "A/1", "9")]
    public async Task Another_version_is_not_taken_for_a_slip(string rule, string document, string version)
    {
        await WriteAsync();
        Edit(document, json => Ome(json)["version"] = version);
        var report = await FixAsync(dryRun: false, rule);
        Assert.Empty(report.Changes);
        Assert.StartsWith("the document says that it is of another version", Assert.Single(report.Unfixed).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_well_in_a_row_that_the_plate_does_not_have_is_left_to_the_owner()
    {
        await WriteAsync();
        Move("p.zarr/B", "p.zarr/C");
        var report = await FixAsync(dryRun: false, "well-unlisted");
        Assert.Empty(report.Changes);
        Assert.StartsWith("the plate has no row C", Assert.Single(report.Unfixed).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_has_no_one_right_answer_is_left_to_the_owner()
    {
        await WriteAsync();
        Edit("A/1/0", json => Ome(json)["multiscales"]![0]!["axes"]!.AsArray().RemoveAt(0));
        var report = await FixAsync(dryRun: false, "datasets-rank", "dimension-names");
        Assert.Empty(report.Changes);
        Assert.NotEmpty(report.Unfixed);
        Assert.All(report.Unfixed, one => Assert.Equal("this rule has no answer that a program can know", one.Reason));
        await Assert.ThrowsAsync<ArgumentException>(() => FixAsync(dryRun: false, "no-such-rule"));
    }

    [Fact]
    public async Task What_a_broken_document_hid_is_mended_too()
    {
        await WriteAsync();
        Edit("A/1/0", json => Channel(json)["window"]!.AsObject().Remove("min"));
        Edit("A/1/0/labels/nuclei", json => Ome(json).Remove("version"));
        var report = await FixAsync(dryRun: false, "member-missing", "version-missing");
        Assert.Equal(["A/1/0", "A/1/0/labels/nuclei"], report.Changes.Select(change => change.NodePath).Order(StringComparer.Ordinal));
        Assert.Empty(report.After!.Findings);
    }

    [Fact]
    public async Task Everything_else_in_a_document_stays_as_it_was()
    {
        await WriteAsync();
        var file = folder["p.zarr/A/1/zarr.json"];
        var text = (await File.ReadAllTextAsync(file, Cancel)).Replace("\"attributes\": {", "\"attributes\": {\n    \"mine\": [NaN, -Infinity, 1.50, 1e3, \"µ\", \"NaN\"],", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text.Replace("\"version\": \"0.5\"", "\"version\": \"0.5.0\"", StringComparison.Ordinal), Cancel);
        Assert.Single((await FixAsync(dryRun: false, "version")).Changes);
        Assert.Equal(Squeezed(text), Squeezed(await File.ReadAllTextAsync(file, Cancel)));
    }

    [Fact]
    public async Task Copies_of_a_changed_document_are_dropped()
    {
        await WriteAsync();
        Edit("", json => json["consolidated_metadata"] = JsonNode.Parse("""{"kind":"inline","must_understand":false,"metadata":{}}"""));
        Edit("A/1", json => Ome(json)["version"] = "v0.5");
        var report = await FixAsync(dryRun: false, "version");
        Assert.Equal([("", "consolidated-stale"), ("A/1", "version")], report.Changes.Select(change => (change.NodePath, Assert.Single(change.Rules))));
        Assert.Empty(report.After!.Findings);
    }

    [Fact]
    public async Task A_store_of_0_4_is_mended_in_its_own_documents()
    {
        Put(".zgroup", """{"zarr_format":2}""");
        Put(".zattrs", """{"multiscales":[{"axes":[{"name":"y","type":"space"},{"name":"x","type":"space"}],"datasets":[{"path":"0","coordinateTransformations":[{"type":"scale","scale":[1,1]}]}]}],"omero":{"channels":[{"color":"#FF0000","window":{"start":0,"end":9}}]}}""");
        Put("0/.zarray", """{"zarr_format":2,"shape":[4,4],"chunks":[4,4],"dtype":"<u2","compressor":null,"fill_value":0,"order":"C","filters":null,"dimension_separator":"/"}""");
        Put(".zmetadata", """{"zarr_consolidated_format":1,"metadata":{"gone/.zgroup":{"zarr_format":2}}}""");
        var report = await FixAsync(dryRun: false, "version-recommended", "omero-color-hash", "member-missing", "consolidated-stale");
        Assert.Empty(report.Unfixed);
        Assert.Empty(report.After!.Findings);
        var json = JsonNode.Parse(await File.ReadAllTextAsync(folder["p.zarr/.zattrs"], Cancel))!;
        Assert.Equal("0.4", (string?)json["multiscales"]![0]!["version"]);
        Assert.Equal("""{"color":"FF0000","window":{"start":0,"end":9,"min":0.0,"max":65535.0}}""", json["omero"]!["channels"]![0]!.ToJsonString());
        Assert.False(File.Exists(folder["p.zarr/.zmetadata"]));
    }

    [Fact]
    public void Every_rule_that_is_called_fixable_has_a_mender_and_a_test()
    {
        var fixable = ValidationRule.All.Where(rule => rule.Fixable).Select(rule => rule.Id).ToList();
        Assert.Empty(fixable.Except(OmeZarr.Fixing.Mending.Menders.All.Keys));
        Assert.Equal(["version-recommended"], fixable.Except(Faults.Select(fault => fault.Rule)));
        Assert.All(OmeZarr.Fixing.Mending.Menders.All.Keys, id => Assert.NotNull(ValidationRule.Find(id)));
    }

    private protected static JsonObject Ome(JsonObject json) => json["attributes"]!["ome"]!.AsObject();

    private static JsonObject Channel(JsonObject json) => Ome(json)["omero"]!["channels"]![1]!.AsObject();

    private static string Squeezed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private protected Task WriteAsync() => good.CopyToAsync(Root);

    private async Task<IEnumerable<string>> RulesAsync() =>
        (await OmeStoreValidator.ValidateAsync(Root, new() { Data = DataCheck.All }, cancellationToken: Cancel)).Findings.Where(finding => finding.Severity != Severity.Advice).Select(finding => finding.RuleId);

    private protected Task<FixReport> FixAsync(bool dryRun, params string[] rules) => isFolder
        ? OmeStoreFixer.FixAsync(Root, rules, dryRun, Cancel)
        : CopyInStore.RunAsync(Root, location => OmeStoreFixer.FixAsync(location, rules, dryRun, Cancel));

    private protected void Edit(string node, Action<JsonObject> change)
    {
        var file = folder[new StorePrefix("p.zarr").Append(new StorePrefix(node).Key("zarr.json").Value).Value];
        var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(json);
        File.WriteAllText(file, json.ToJsonString());
    }

    private void Move(string from, string to) => Directory.Move(folder[from], folder[to]);

    private void Put(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[$"p.zarr/{file}"])!);
        File.WriteAllText(folder[$"p.zarr/{file}"], text);
    }

    private protected Dictionary<string, string> Contents() => folder.Files().ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(folder[file])));

    private IEnumerable<string> Changed(Dictionary<string, string> before)
    {
        var after = Contents();
        return before.Keys.Union(after.Keys).Where(file => before.GetValueOrDefault(file) != after.GetValueOrDefault(file)).Select(file => file["p.zarr/".Length..]);
    }
}
