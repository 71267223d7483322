using System.Text.Json.Nodes;
using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests;

/// <summary>Labels that are added to a group that is there already.</summary>
public sealed class LabelsBuilderMergeTests : IDisposable
{
    private static readonly WriteOptions Overwriting = SmallImage.Overwriting;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_is_listed_stays_in_front_and_untouched()
    {
        await WriteAsync("b", 10);
        await WriteAsync("a", 20);
        var before = LabelFiles("a", "b");
        await WriteAsync("0", 30);
        Assert.Equal(["b", "a", "0"], await ListedAsync());
        Assert.Equal(before, LabelFiles("a", "b"));
    }

    [Fact]
    public async Task Everything_else_in_the_document_stays()
    {
        folder.Put("image.zarr/labels/zarr.json", """
            {
              "zarr_format": 3, "node_type": "group", "known_to_nobody": { "must_understand": false },
              "attributes": { "before": null, "ome": { "version": "0.5", "labels": ["elsewhere/deep"], "_creator": { "name": "x" } }, "after": [1.0, "µ"] }
            }
            """);
        await WriteAsync("cells", 1);
        var document = JsonNode.Parse(await File.ReadAllTextAsync(folder["image.zarr/labels/zarr.json"]));
        Assert.True(
            JsonNode.DeepEquals(document, JsonNode.Parse("""
            {
              "zarr_format": 3, "node_type": "group", "known_to_nobody": { "must_understand": false },
              "attributes": { "before": null, "ome": { "version": "0.5", "labels": ["elsewhere/deep", "cells"], "_creator": { "name": "x" } }, "after": [1.0, "µ"] }
            }
            """)),
            document!.ToJsonString());
    }

    [Fact]
    public async Task Bare_NaN_and_Infinity_of_Python_stay_bare_wherever_they_are()
    {
        folder.Put("image.zarr/labels/zarr.json", """
            {
              "attributes": { "gain": NaN, "ome": { "version": "0.5", "labels": [], "_creator": { "limits": [-Infinity, "NaN", Infinity] } } },
              "zarr_format": 3, "node_type": "group"
            }
            """);
        await WriteAsync("cells", 1);
        var document = (await File.ReadAllTextAsync(folder["image.zarr/labels/zarr.json"])).Replace(" ", string.Empty, StringComparison.Ordinal).Replace("\n", string.Empty, StringComparison.Ordinal);
        Assert.Contains("""{"gain":NaN,"ome":{"version":"0.5","labels":["cells"],"_creator":{"limits":[-Infinity,"NaN",Infinity]}}}""", document, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "ome": {} }""")]
    [InlineData("""{ "ome": null, "lab": 42 }""")]
    public async Task A_group_that_lists_nothing_yet_is_taken(string attributes)
    {
        folder.Put("image.zarr/labels/zarr.json", $$"""{ "zarr_format": 3, "node_type": "group", "attributes": {{attributes}} }""");
        await WriteAsync("cells", 1);
        Assert.Equal(["cells"], await ListedAsync());
    }

    [Theory]
    [InlineData("not JSON", typeof(InvalidMetadataException))]
    [InlineData("""{ "zarr_format": 2 }""", typeof(InvalidMetadataException))]
    [InlineData("""{ "zarr_format": 3, "node_type": "group", "unknown": {} }""", typeof(UnsupportedFeatureException))]
    [InlineData("""{ "zarr_format": 3, "node_type": "array" }""", typeof(InvalidMetadataException))]
    [InlineData("""{ "zarr_format": 3, "node_type": "group", "attributes": { "ome": { "version": "0.5", "labels": "cells" } } }""", typeof(OmeZarrException))]
    [InlineData("""{ "zarr_format": 3, "node_type": "group", "attributes": { "ome": { "version": "0.5", "labels": ["cells", 1] } } }""", typeof(OmeZarrException))]
    [InlineData("""{ "zarr_format": 3, "node_type": "group", "attributes": { "ome": { "version": "0.6", "labels": ["cells"] } } }""", typeof(OmeZarrException))]
    [InlineData("""{ "zarr_format": 3, "node_type": "group", "attributes": { "ome": { "version": "0.5", "multiscales": [] } } }""", typeof(OmeZarrException))]
    [InlineData("""{ "zarr_format": 3, "node_type": "group", "attributes": { "ome": [] } }""", typeof(OmeZarrException))]
    [InlineData("""{ "zarr_format": 3, "node_type": "group", "attributes": { "labels": ["cells"] } }""", typeof(OmeZarrException))]
    public async Task What_is_no_labels_group_is_refused_and_stays(string document, Type expected)
    {
        folder.Put("image.zarr/labels/zarr.json", document);
        foreach (var options in new[] { SmallImage.Chunked, Overwriting })
        {
            var error = await RequireRefusedAsync(options);
            Assert.IsType(expected, error);
        }
    }

    [Theory]
    [InlineData("labels/notes.txt")]
    [InlineData("labels/.zgroup")]
    [InlineData("labels")]
    public async Task What_is_no_hierarchy_is_refused_and_stays(string file)
    {
        folder.Put($"image.zarr/{file}");
        var error = Assert.IsAssignableFrom<IOException>(await RequireRefusedAsync(Overwriting));
        Assert.Contains("is not a Zarr v3 hierarchy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_that_is_there_stays_without_overwrite()
    {
        await WriteAsync("cells", 1);
        var error = Assert.IsType<DestinationExistsException>(await RequireRefusedAsync(SmallImage.Chunked));
        Assert.Contains("label \"cells\" already exists in the labels group", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task So_does_one_that_is_only_listed_or_only_a_folder()
    {
        await WriteAsync("other", 1);
        Directory.Move(folder["image.zarr/labels/other"], folder["image.zarr/labels/cells"]);
        Assert.Contains("already exists in the labels group", (await RequireRefusedAsync(SmallImage.Chunked)).Message, StringComparison.Ordinal);
        Directory.Move(folder["image.zarr/labels/cells"], folder["away"]);
        Assert.Contains("already exists in the labels group", (await RequireRefusedAsync(SmallImage.Chunked, "other")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_overwrite_one_label_is_replaced_and_keeps_its_place()
    {
        await WriteAsync("nuclei", 1);
        await WriteAsync("cells", 2);
        await WriteAsync("membranes", 3);
        var before = LabelFiles("nuclei", "membranes", "zarr.json");
        await WriteAsync("cells", 99, Overwriting);
        Assert.Equal(before, LabelFiles("nuclei", "membranes", "zarr.json"));
        Assert.Equal(["nuclei", "cells", "membranes"], await ListedAsync());
        Assert.Equal(99u, await SmallLabels.FirstValueAsync(folder["image.zarr/labels/cells"]));
        Assert.Equal(["labels"], Directory.GetFileSystemEntries(folder["image.zarr"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task With_overwrite_a_folder_that_was_not_listed_is_replaced_and_listed()
    {
        await WriteAsync("nuclei", 1);
        await OmeWriter.WriteImageAsync(folder["image.zarr/labels/cells"], SmallImage.Metadata, SmallImage.Sources());
        await WriteAsync("cells", 5, Overwriting);
        Assert.Equal(["nuclei", "cells"], await ListedAsync());
        Assert.Equal(5u, await SmallLabels.FirstValueAsync(folder["image.zarr/labels/cells"]));
    }

    [Fact]
    public async Task With_overwrite_nothing_is_lost_that_is_no_label()
    {
        await WriteAsync("cells", 1);
        folder.Put("image.zarr/labels/cells/notes.txt");
        Assert.Contains("holds notes.txt", (await RequireRefusedAsync(Overwriting)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_holds_another_label_is_not_replaced()
    {
        await WriteAsync("cells", 1);
        var document = await File.ReadAllTextAsync(folder["image.zarr/labels/zarr.json"]);
        folder.Put("image.zarr/labels/zarr.json", document.Replace("\"cells\"", "\"cells\", \"cells/deep\"", StringComparison.Ordinal));
        Assert.Contains("holds the label \"cells/deep\"", (await RequireRefusedAsync(Overwriting)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_differs_only_in_case_is_refused()
    {
        await WriteAsync("Cells", 1);
        foreach (var options in new[] { SmallImage.Chunked, Overwriting })
        {
            var error = Assert.IsType<ArgumentException>(await RequireRefusedAsync(options));
            Assert.StartsWith("\"cells\" differs only in case from \"Cells\", which already exists in the labels group", error.Message, StringComparison.Ordinal);
        }

        File.Delete(folder["image.zarr/labels/zarr.json"]);
        folder.Put("image.zarr/labels/zarr.json", """{ "zarr_format": 3, "node_type": "group" }"""); // not even listed
        Assert.IsType<ArgumentException>(await RequireRefusedAsync(SmallImage.Chunked));
    }

    [Fact]
    public async Task What_another_builder_has_added_meanwhile_is_kept()
    {
        await using var first = new LabelsBuilder(Root, SmallImage.Chunked);
        await using var second = new LabelsBuilder(Root, SmallImage.Chunked);
        await first.WriteLabelAsync(SmallLabels.Label("a"));
        await second.WriteLabelAsync(SmallLabels.Label("b"));
        await first.AddLabel(SmallLabels.Spec("c")).PrepareAsync();
        Assert.Equal(["a", "b", "c"], await ListedAsync());
        await Assert.ThrowsAsync<DestinationExistsException>(() => first.WriteLabelAsync(SmallLabels.Label("b")));
    }

    [Fact]
    public async Task A_label_that_another_builder_has_landed_while_it_was_written_stays()
    {
        await using var slow = new LabelsBuilder(Root, SmallImage.Chunked with { Progress = new Listener(_ => WriteOnce("cells")) });
        var error = await Assert.ThrowsAsync<DestinationExistsException>(() => slow.WriteLabelAsync(SmallLabels.Label("cells", 50)));
        Assert.Contains("exists. Set Overwrite", error.Message, StringComparison.Ordinal);
        Assert.Equal(7u, await SmallLabels.FirstValueAsync(folder["image.zarr/labels/cells"]));
        await using var twin = new LabelsBuilder(Root, SmallImage.Chunked with { Progress = new Listener(_ => WriteOnce("NUCLEI")) });
        await Assert.ThrowsAsync<ArgumentException>(() => twin.WriteLabelAsync(SmallLabels.Label("nuclei", 50)));
        Assert.Equal(["cells", "NUCLEI"], await ListedAsync());
        Assert.False(Directory.Exists(folder["image.zarr/labels/nuclei"]));
    }

    [Theory]
    [InlineData(ExistingHierarchy.Refuse)]
    [InlineData(ExistingHierarchy.Append)] // labels are always added
    public async Task Four_builders_at_once_lose_nothing(ExistingHierarchy existing)
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        var names = Enumerable.Range(0, 12).Select(number => $"l{number}").ToList();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(builder => Task.Run(async () =>
        {
            await using var labels = new LabelsBuilder(Root, SmallImage.Chunked with { Existing = existing });
            await Task.WhenAll(names.Where((_, i) => i % 4 == builder).Select(name => labels.WriteLabelAsync(SmallLabels.Label(name, uint.Parse(name[1..]) + 1))));
        })));
        Assert.Equal(names.Order(), (await ListedAsync()).Order());
        foreach (var name in names)
        {
            Assert.Equal(uint.Parse(name[1..]) + 1, await SmallLabels.FirstValueAsync(Path.Join(Root, name)));
        }

        Assert.Equal(["image.zarr"], folder.Names());
    }

    private string Root => folder["image.zarr/labels"];

    private void WriteOnce(string name)
    {
        if (!Directory.Exists(Path.Join(Root, name)))
        {
            Task.Run(() => WriteAsync(name, 7)).Wait(); // progress is told synchronously
        }
    }

    private async Task WriteAsync(string name, uint first, WriteOptions? options = null)
    {
        await using var labels = new LabelsBuilder(Root, options ?? SmallImage.Chunked);
        await labels.WriteLabelAsync(SmallLabels.Label(name, first));
    }

    private Task<IReadOnlyList<string>> ListedAsync() => SmallLabels.ListedAsync(Root);

    private List<string> LabelFiles(params string[] names) =>
        [.. folder.Snapshot().Where(entry => names.Any(name => entry.StartsWith(Path.Join("image.zarr", "labels", name), StringComparison.Ordinal)))];

    /// <summary>The error by which a label is refused in both flows, without any change.</summary>
    private async Task<Exception> RequireRefusedAsync(WriteOptions options, string name = "cells")
    {
        var before = folder.Snapshot();
        await using var labels = new LabelsBuilder(Root, options);
        var error = await Record.ExceptionAsync(() => labels.WriteLabelAsync(SmallLabels.Label(name)));
        Assert.NotNull(error);
        Assert.Equal(error.Message, Record.Exception(() => { labels.AddLabel(SmallLabels.Spec(name)); })?.Message);
        Assert.Equal(before, folder.Snapshot());
        return error;
    }
}
