using OmeZarr.Tests.Validation;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Reading;

/// <summary>How many requests it takes to open what is in a store behind a network, which cannot be listed.</summary>
public sealed class RequestCountTests
{
    [Theory]
    [InlineData("0.5", 6)]
    [InlineData("0.4", 14)]
    public async Task An_image_of_five_levels_is_opened_by_its_documents(string version, int requests)
    {
        var good = GoodStore.Empty(version);
        good.AddImage(string.Empty, withLabels: true);
        var scale = """{"path":"?","coordinateTransformations":[{"type":"scale","scale":[1,2,0.5,0.5]}]}""";
        good.Edit(string.Empty, metadata => metadata["multiscales"]![0]!["datasets"] = System.Text.Json.Nodes.JsonNode.Parse($"[{string.Join(',', Enumerable.Range(0, 5).Select(level => scale.Replace("?", $"{level}", StringComparison.Ordinal)))}]"));
        for (var level = 0; level < 5; level++)
        {
            good.AddArray($"{level}", [2, 3, 17, 13], "uint16", ["c", "z", "y", "x"]);
        }

        var store = new RemoteStore(await good.ToStoreAsync()) { Latency = TimeSpan.FromMilliseconds(30) };
        var image = (OmeImage)await OmeStore.OpenAsync(store, StorePrefix.Root);
        Assert.Equal(5, image.Levels.Count);
        Assert.Empty(image.Findings);
        Assert.Equal(requests, store.Log.Count);
        Assert.Equal(store.Log.Count, store.Log.Distinct().Count());
        Assert.InRange(store.MostAtOnce, 2, 10);
    }

    [Theory]
    [InlineData("0.5", new[] { "zarr.json", "B/1/zarr.json" })]
    [InlineData("0.4", new[] { "zarr.json", ".zattrs", ".zgroup", ".zmetadata", "B/1/.zattrs", "B/1/.zgroup" })]
    public async Task Of_a_plate_only_what_is_asked_for_is_read(string version, string[] expected)
    {
        var store = new RemoteStore(await GoodStore.Create($"plate {version}").ToStoreAsync());
        var plate = (OmePlate)await OmeStore.OpenAsync(store, StorePrefix.Root);
        await plate.OpenWellAsync("B", "1");
        Assert.Equal(expected.Order(StringComparer.Ordinal), store.Log.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("image 0.5")]
    [InlineData("image 0.4")]
    [InlineData("plate 0.5")]
    [InlineData("plate 0.4")]
    [InlineData("collection 0.5")]
    [InlineData("collection 0.4")]
    public async Task Everything_works_without_listing(string kind)
    {
        var memory = await GoodStore.Create(kind).ToStoreAsync();
        var store = new RemoteStore(memory) { Latency = TimeSpan.Zero };
        var listed = await OmeTree.ReadAsync(memory, StorePrefix.Root, arrays: true);
        var tree = await OmeTree.ReadAsync(store, StorePrefix.Root, arrays: true);
        Assert.Equal(Lines(listed), Lines(tree));
        var report = await OmeStoreValidator.ValidateAsync(store, StorePrefix.Root);
        Assert.Empty(report.Findings);
        Assert.False(report.WasListed);
        Assert.True(report.IsValid);
        switch (await OmeStore.OpenAsync(store, StorePrefix.Root))
        {
            case OmeImage image:
                Assert.Equal(["cells", "deep/nuclei"], await image.ListLabelsAsync());
                Assert.Equal(17, (await image.RenderAsync()).Height);
                break;
            case OmePlate plate:
                Assert.True((await plate.RenderAsync()).Height > 17);
                break;
            case OmeCollection collection:
                Assert.Equal(13, (await (await collection.OpenImageAsync(1)).RenderAsync()).Width);
                break;
        }
    }

    [Fact]
    public async Task A_collection_without_a_list_is_counted()
    {
        var good = GoodStore.Create("collection 0.5");
        good.Files.Remove("OME/zarr.json");
        good.AddImage("2", withLabels: false);
        var store = new RemoteStore(await good.ToStoreAsync()) { Latency = TimeSpan.Zero };
        Assert.Equal(["0", "1", "2"], ((OmeCollection)await OmeStore.OpenAsync(store, StorePrefix.Root)).Paths);
        Assert.Equal(["0", "1", "2"], (await OmeTree.ReadAsync(store, StorePrefix.Root)).Children.Select(child => child.Name));
    }

    [Fact]
    public async Task A_level_that_is_missing_is_a_finding_and_the_first_error_is_that_of_the_first_level()
    {
        var good = GoodStore.Create("image 0.5");
        good.Files.Remove("1/zarr.json");
        var image = await OmeImage.OpenAsync(new RemoteStore(await good.ToStoreAsync()), StorePrefix.Root);
        Assert.Equal("dataset-array", Assert.Single(image.Findings).RuleId);
        good.Files.Remove("0/zarr.json");
        var error = await Assert.ThrowsAsync<NodeNotFoundException>(async () => await OmeImage.OpenAsync(new RemoteStore(await good.ToStoreAsync()), StorePrefix.Root));
        Assert.Equal("0", error.Path);
    }

    private static IEnumerable<string> Lines(OmeTreeNode node) => [$"{node.Path} {node.Kind} {node.Shape} {node.DataType} {node.Problem} {node.MoreChildren}", .. node.Children.SelectMany(Lines)];
}
