using System.Text;
using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests;

public sealed class ZarrGroupTests
{
    private readonly MemoryStore store = new();

    [Fact]
    public async Task A_group_is_created_with_its_attributes_and_opened_again()
    {
        await ZarrGroup.CreateAsync(store, new StorePrefix("g"), new JsonObject { ["a"] = 1 });
        var group = await ZarrGroup.OpenAsync(store, new StorePrefix("g"));
        Assert.Equal("""{"a":1}""", group.Attributes.ToJsonString());
        Assert.Equal(("g", "group /g"), (group.Path.Value, group.ToString()));
        Assert.Same(store, group.Store);
    }

    [Fact]
    public async Task Groups_above_are_created_and_existing_ones_keep_their_attributes()
    {
        await ZarrGroup.CreateAsync(store, new StorePrefix("p"), new JsonObject { ["mine"] = true });
        await ZarrGroup.CreateAsync(store, new StorePrefix("p/q/r"));
        Assert.True((await ZarrGroup.OpenAsync(store, new StorePrefix("p"))).Attributes["mine"]!.GetValue<bool>());
        Assert.Empty((await ZarrGroup.OpenAsync(store, new StorePrefix("p/q"))).Attributes);
        Assert.Empty((await ZarrGroup.OpenAsync(store, StorePrefix.Root)).Attributes);
    }

    [Fact]
    public async Task Nodes_below_are_opened_by_their_relative_path_with_the_same_options()
    {
        await ZarrArray.CreateAsync(store, new StorePrefix("g/labels/cells/0"), OneByte);
        var options = new ZarrOptions { MaxChunkLength = 1 };
        var group = await ZarrGroup.OpenAsync(store, new StorePrefix("g"), options);
        var cells = await group.OpenGroupAsync("labels/cells");
        Assert.Equal("g/labels/cells/0", (await cells.OpenArrayAsync("0")).Path.Value);

        await ZarrArray.CreateAsync(store, new StorePrefix("g/wide"), OneByte with { ChunkShape = [2] });
        await Assert.ThrowsAsync<UnsupportedFeatureException>(() => group.OpenArrayAsync("wide"));
    }

    [Fact]
    public async Task What_is_missing_is_named_by_path_and_key()
    {
        var error = await Assert.ThrowsAsync<NodeNotFoundException>(() => ZarrGroup.OpenAsync(store, new StorePrefix("a/b")));
        Assert.Equal("a/b", error.Path);
        Assert.StartsWith("no Zarr node at /a/b: neither a/b/zarr.json nor a/b/.zgroup exists in ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_array_is_not_a_group()
    {
        await ZarrArray.CreateAsync(store, new StorePrefix("a"), OneByte);
        var error = await Assert.ThrowsAsync<InvalidMetadataException>(() => ZarrGroup.OpenAsync(store, new StorePrefix("a")));
        Assert.Equal("a/zarr.json: node_type: expected \"group\", found \"array\"", error.Message);
    }

    [Fact]
    public async Task A_group_is_not_created_twice()
    {
        await ZarrGroup.CreateAsync(store, new StorePrefix("g"));
        Assert.Equal("g", (await Assert.ThrowsAsync<NodeExistsException>(() => ZarrGroup.CreateAsync(store, new StorePrefix("g")))).Path);
    }

    [Fact]
    public async Task Errors_of_a_group_above_name_its_document()
    {
        await store.SetAsync(new StoreKey("g/zarr.json"), Encoding.UTF8.GetBytes("""{"zarr_format":3,"node_type":"group","x":1}"""));
        var unsupported = await Assert.ThrowsAsync<UnsupportedFeatureException>(() => ZarrGroup.CreateAsync(store, new StorePrefix("g/h")));
        Assert.StartsWith("g/zarr.json: ", unsupported.Message, StringComparison.Ordinal);

        await store.SetAsync(new StoreKey("g/zarr.json"), "{}"u8.ToArray());
        var invalid = await Assert.ThrowsAsync<InvalidMetadataException>(() => ZarrGroup.CreateAsync(store, new StorePrefix("g/h")));
        Assert.Equal("g/zarr.json is not a group, so nothing can be created below it: the member zarr_format is missing", invalid.Message);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/x")]
    [InlineData("")]
    public async Task Nothing_outside_the_group_can_be_opened(string path)
    {
        var group = await ZarrGroup.CreateAsync(store, new StorePrefix("g"));
        await Assert.ThrowsAsync<ArgumentException>(() => group.OpenGroupAsync(path));
    }

    [Fact]
    public async Task A_failing_store_leaves_no_node()
    {
        var faulty = FaultyStore.AtWrite(store, 2);
        await Assert.ThrowsAsync<IOException>(() => ZarrGroup.CreateAsync(faulty, new StorePrefix("g")));
        await Assert.ThrowsAsync<NodeNotFoundException>(() => ZarrGroup.OpenAsync(store, new StorePrefix("g")));
    }

    private static ArrayMetadata OneByte { get; } = new()
    {
        Shape = [1],
        ChunkShape = [1],
        DataType = DataType.UInt8,
        Codecs = [new BytesCodec().ToMetadata()],
    };
}
