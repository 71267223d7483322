using System.Text;
using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Reading;

/// <summary>Plates, collections and labels of 0.5, opened for reading.</summary>
public sealed class OmeStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly MemoryStore store = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_plate_leads_to_its_wells_and_these_to_their_fields()
    {
        await WritePlateAsync();
        var plate = Assert.IsType<OmePlate>(await OmeStore.OpenAsync(folder["plate.zarr"]));
        Assert.Equal(("screen 7", "0.5"), (plate.Name, plate.Version));
        Assert.Equal(["A", "B"], plate.Rows.Select(row => row.Name));
        Assert.Equal(Enumerable.Range(1, 12).Select(number => $"{number}"), plate.Columns.Select(column => column.Name));
        var seen = new List<(string, string, int)>();
        foreach (var place in plate.Wells)
        {
            var well = await plate.OpenWellAsync(place);
            foreach (var field in well.Fields)
            {
                var image = await well.OpenFieldAsync(field);
                seen.Add((place.Path, field.Path, (await image.Levels[0].ReadAsync<ushort>())[0]));
            }
        }

        Assert.Equal([("A/1", "0", 1), ("A/1", "1", 100), ("B/12", "0", 200)], seen);
    }

    [Fact]
    public async Task A_well_is_found_by_the_names_of_its_row_and_column()
    {
        await WritePlateAsync();
        var plate = await OmePlate.OpenAsync(folder["plate.zarr"]);
        var well = await plate.OpenWellAsync("B", "12");
        Assert.Equal(200, (await (await well.OpenFieldAsync(0)).Levels[0].ReadAsync<ushort>())[0]);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => plate.OpenWellAsync("A", "12"));
        Assert.Contains("no well A/12, but A/1, B/12", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => well.OpenFieldAsync(1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => well.OpenFieldAsync(-1));
    }

    [Fact]
    public async Task Nothing_is_read_before_it_is_opened()
    {
        await WritePlateAsync();
        var counting = new CountingStore(new FileSystemStore(folder["plate.zarr"]));
        var plate = await OmePlate.OpenAsync(counting, StorePrefix.Root);
        Assert.Equal(1, counting.Reads);
        var well = await plate.OpenWellAsync("A", "1");
        Assert.Equal(2, counting.Reads);
        await well.OpenFieldAsync(0);
        Assert.Equal(2 + 1 + SmallImage.Shapes.Length, counting.Reads);
        Assert.Equal(0, counting.Lists);
    }

    [Fact]
    public async Task A_collection_has_the_images_of_its_series_in_their_order()
    {
        await OmeWriter.WriteBioformats2RawAsync(
            folder["slide.zarr"], [new SeriesImage("b", SmallImage.Metadata, SmallImage.Sources(7)), new SeriesImage("a", SmallImage.Metadata, SmallImage.Sources(9))]);
        var collection = Assert.IsType<OmeCollection>(await OmeStore.OpenAsync(folder["slide.zarr"]));
        Assert.Equal(["b", "a"], collection.Paths);
        Assert.Equal(9, (await (await collection.OpenImageAsync(1)).Levels[0].ReadAsync<ushort>())[0]);
        Assert.StartsWith("<?xml", await collection.ReadOmeXmlAsync(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => collection.OpenImageAsync(2));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => collection.OpenImageAsync(-1));
    }

    [Fact]
    public async Task A_collection_without_a_series_counts_its_groups()
    {
        await GroupAsync("", """{"ome":{"version":"0.5","bioformats2raw.layout":3}}""");
        foreach (var name in new[] { "0", "1", "3", "OME" })
        {
            await GroupAsync(name, "{}");
        }

        var collection = await OmeCollection.OpenAsync(store, StorePrefix.Root);
        Assert.Equal(["0", "1"], collection.Paths);
        Assert.Null(await collection.ReadOmeXmlAsync());
    }

    [Fact]
    public async Task A_damaged_group_does_not_end_the_counting()
    {
        await GroupAsync("", """{"ome":{"version":"0.5","bioformats2raw.layout":3}}""");
        await GroupAsync("0", "{}");
        await store.WriteAsync("1/zarr.json", "{"u8.ToArray());
        await GroupAsync("2", "{}");
        var collection = await OmeCollection.OpenAsync(store, StorePrefix.Root);
        Assert.Equal(["0", "1", "2"], collection.Paths);
        await Assert.ThrowsAsync<InvalidMetadataException>(() => collection.OpenImageAsync(1));
    }

    [Fact]
    public async Task An_ome_xml_is_read_without_its_byte_order_mark()
    {
        await GroupAsync("", """{"ome":{"version":"0.5","bioformats2raw.layout":3}}""");
        await store.WriteAsync("OME/METADATA.ome.xml", [.. Encoding.UTF8.Preamble, .. "<OME>µ</OME>"u8]);
        Assert.Equal("<OME>µ</OME>", await (await OmeCollection.OpenAsync(store, StorePrefix.Root)).ReadOmeXmlAsync());
    }

    [Fact]
    public async Task An_ome_xml_of_any_size_is_not_loaded()
    {
        await GroupAsync("", """{"ome":{"version":"0.5","bioformats2raw.layout":3}}""");
        await store.WriteAsync("OME/METADATA.ome.xml", new byte[(64 << 20) + 1]);
        var collection = await OmeCollection.OpenAsync(store, StorePrefix.Root);
        var error = await Assert.ThrowsAsync<OmeZarrException>(() => collection.ReadOmeXmlAsync());
        Assert.Equal("document-size", Assert.Single(error.Findings).RuleId);
    }

    [Fact]
    public async Task A_plate_in_the_layout_of_a_collection_is_a_plate()
    {
        await GroupAsync("", """{"ome":{"version":"0.5","bioformats2raw.layout":3,"plate":{"rows":[{"name":"A"}],"columns":[{"name":"1"}],"wells":[]}}}""");
        Assert.IsType<OmePlate>(await OmeStore.OpenAsync(store, StorePrefix.Root));
    }

    [Fact]
    public async Task An_image_lists_and_opens_its_labels()
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        var image = Assert.IsType<OmeImage>(await OmeStore.OpenAsync(folder["image.zarr"]));
        Assert.Empty(await image.ListLabelsAsync());
        var meaning = new LabelImage(SmallImage.Metadata, Groups.ImageLabel);
        await using (var labels = new LabelsBuilder(folder["image.zarr/labels"], SmallImage.Chunked))
        {
            await labels.WriteLabelAsync("nuclei", meaning, SmallImage.Sources(3));
        }

        Assert.Equal(["nuclei"], await image.ListLabelsAsync());
        var nuclei = await image.OpenLabelAsync("nuclei");
        Assert.Equal(Groups.ImageLabel.Colors, Assert.IsType<LabelImage>(nuclei.Metadata).ImageLabel.Colors);
        Assert.Equal(3, (await nuclei.Levels[0].ReadAsync<ushort>())[0]);
        await Assert.ThrowsAsync<NodeNotFoundException>(() => image.OpenLabelAsync("cells"));
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("/etc")]
    [InlineData("a//b")]
    [InlineData("\\u0001")]
    public async Task Paths_that_lead_nowhere_are_errors_of_the_document(string path)
    {
        await GroupAsync("plate", """{"ome":{"version":"0.5","plate":{"rows":[{"name":"A"}],"columns":[{"name":"1"}],"wells":[{"path":"?","rowIndex":0,"columnIndex":0}]}}}""".Replace("?", path, StringComparison.Ordinal));
        await GroupAsync("well", """{"ome":{"version":"0.5","well":{"images":[{"path":"?"}]}}}""".Replace("?", path, StringComparison.Ordinal));
        await GroupAsync("slide", """{"ome":{"version":"0.5","bioformats2raw.layout":3}}""");
        await GroupAsync("slide/OME", """{"ome":{"version":"0.5","series":["?"]}}""".Replace("?", path, StringComparison.Ordinal));
        var plate = await OmePlate.OpenAsync(store, new StorePrefix("plate"));
        var well = await OmeWell.OpenAsync(store, new StorePrefix("well"));
        var slide = await OmeCollection.OpenAsync(store, new StorePrefix("slide"));
        await RequireRuleAsync("plate-well-path", () => plate.OpenWellAsync(plate.Wells[0]));
        await RequireRuleAsync("well-image-path", () => well.OpenFieldAsync(0));
        await RequireRuleAsync("series-path", () => slide.OpenImageAsync(0));
    }

    [Fact]
    public async Task What_is_something_else_says_what_it_is()
    {
        await WritePlateAsync();
        var plate = folder["plate.zarr"];
        Assert.Contains("Plate", (await RequireRuleAsync("document-kind", () => OmeImage.OpenAsync(plate))).Message, StringComparison.Ordinal);
        await RequireRuleAsync("document-kind", () => OmeWell.OpenAsync(plate));
        await RequireRuleAsync("document-kind", () => OmeCollection.OpenAsync(plate));
        await RequireRuleAsync("document-kind", () => OmePlate.OpenAsync(Path.Join(plate, "A", "1")));
        await GroupAsync("labels", """{"ome":{"version":"0.5","labels":["a"]}}""");
        await RequireRuleAsync("document-kind", () => OmeImage.OpenAsync(store, new StorePrefix("labels")));
        Assert.IsType<OmeWell>(await OmeStore.OpenAsync(Path.Join(plate, "A", "1")));
    }

    [Fact]
    public async Task Every_group_below_is_opened_by_its_path()
    {
        await WritePlateAsync();
        await SmallLabels.WriteAsync(Path.Join(folder["plate.zarr"], "A/1/0/labels"), "cells");
        var plate = await OmeStore.OpenAsync(folder["plate.zarr"]);
        var image = Assert.IsType<OmeImage>(await plate.OpenNodeAsync("A/1/0"));
        Assert.Equal(1, (await image.Levels[0].ReadAsync<ushort>())[0]);
        Assert.Equal(["cells"], Assert.IsType<OmeGroup>(await image.OpenNodeAsync("labels")).Paths);
        Assert.Equal(OmeDocumentKind.LabelImage, (await plate.OpenNodeAsync("A/1/0/labels/cells")).Document!.Kind);
        await Assert.ThrowsAsync<NodeNotFoundException>(() => plate.OpenNodeAsync("A/2"));
        await Assert.ThrowsAsync<InvalidMetadataException>(() => image.OpenNodeAsync("0"));
        await Assert.ThrowsAsync<ArgumentException>(() => plate.OpenNodeAsync("../x"));
    }

    [Fact]
    public async Task A_hierarchy_is_walked_through_groups_without_metadata()
    {
        await WritePlateAsync();
        Assert.Equal(
            [": Plate", "A: none", "A/1: Well", "A/1/0: Image", "A/1/1: Image", "B: none", "B/12: Well", "B/12/0: Image"],
            await WalkAsync(await OmeStore.OpenAsync(folder["plate.zarr"])).ToListAsync());
    }

    private static async IAsyncEnumerable<string> WalkAsync(OmeNode node)
    {
        yield return $"{node.Group.Path}: {node.Document?.Kind.ToString() ?? "none"}";
        await foreach (var child in node.Group.ListChildrenAsync())
        {
            if (child.Kind == NodeKind.Group)
            {
                await foreach (var line in WalkAsync(await node.OpenNodeAsync(child.Name)))
                {
                    yield return line;
                }
            }
        }
    }

    [Theory]
    [InlineData("""{"ome":{"version":"0.5","series":["b","a"]}}""", OmeDocumentKind.Series, "b a")]
    [InlineData("""{"ome":{"version":"0.5","labels":["c"]}}""", OmeDocumentKind.LabelsGroup, "c")]
    [InlineData("""{"ome":{"version":"0.5"}}""", null, "")]
    [InlineData("""{"other":{"labels":["c"]}}""", null, "")]
    public async Task Other_groups_tell_their_kind_and_list(string attributes, OmeDocumentKind? kind, string paths)
    {
        await GroupAsync("", attributes);
        var group = Assert.IsType<OmeGroup>(await OmeStore.OpenAsync(store, StorePrefix.Root));
        Assert.Equal((kind, kind is null ? null : "0.5", paths), (group.Document?.Kind, group.Version, string.Join(' ', group.Paths)));
    }

    [Fact]
    public async Task What_is_listed_but_missing_is_named()
    {
        await GroupAsync("", """{"ome":{"version":"0.5","plate":{"rows":[{"name":"A"}],"columns":[{"name":"1"}],"wells":[{"path":"A/1","rowIndex":0,"columnIndex":0}]}}}""");
        var plate = await OmePlate.OpenAsync(store, StorePrefix.Root);
        Assert.Equal("A/1", (await Assert.ThrowsAsync<NodeNotFoundException>(() => plate.OpenWellAsync("A", "1"))).Path);
        await Assert.ThrowsAsync<NodeNotFoundException>(() => OmeStore.OpenAsync(folder["nowhere"]));
    }

    [Theory]
    [InlineData("""{"ome":{"version":"0.5","plate":{}}}""")]
    [InlineData("""{"ome":{"version":"0.5","plate":7}}""")]
    [InlineData("""{"ome":{"version":"0.5","well":{"images":7}}}""")]
    [InlineData("""{"ome":{"version":"0.5","image-label":{}}}""")]
    public async Task Metadata_that_cannot_be_understood_is_an_error_of_the_document(string attributes)
    {
        await GroupAsync("", attributes);
        Assert.NotEmpty((await Assert.ThrowsAsync<OmeZarrException>(() => OmeStore.OpenAsync(store, StorePrefix.Root))).Findings);
    }

    [Fact]
    public async Task Options_reach_the_arrays()
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        var options = new ZarrOptions { MaxChunkLength = 1 };
        await Assert.ThrowsAsync<UnsupportedFeatureException>(() => OmeImage.OpenAsync(folder["image.zarr"], options));
    }

    private static async Task<OmeZarrException> RequireRuleAsync(string rule, Func<Task> open)
    {
        var error = await Assert.ThrowsAsync<OmeZarrException>(open);
        Assert.Equal(rule, Assert.Single(error.Findings).RuleId);
        return error;
    }

    private Task GroupAsync(string path, string attributes) => store.WriteAsync(
        path.Length == 0 ? "zarr.json" : $"{path}/zarr.json", Encoding.UTF8.GetBytes($$"""{"zarr_format":3,"node_type":"group","attributes":{{attributes}}}"""));

    private async Task WritePlateAsync()
    {
        await using var plate = new PlateBuilder(folder["plate.zarr"], new PlateOptions { Name = "screen 7" }, SmallImage.Chunked);
        await plate.WriteWellAsync("A", "1", [new Field("0", SmallImage.Metadata, SmallImage.Sources()), new Field("1", SmallImage.Metadata, SmallImage.Sources(100))]);
        await plate.WriteWellAsync("B", "12", [new Field("0", SmallImage.Metadata, SmallImage.Sources(200))]);
    }
}
