using System.Text;
using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests;

/// <summary>Nodes that are created, listed, changed and deleted, on both stores.</summary>
public sealed class NodeLifeTests : IDisposable
{
    private const string Consolidated = """{"zarr_format":3,"node_type":"group","attributes":{"a":1},"consolidated_metadata":{"kind":"inline","must_understand":false,"metadata":{}}}""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_that_create_the_same_array_exactly_one_succeeds(bool onDisk)
    {
        for (var round = 0; round < 10; round++)
        {
            var store = Store(onDisk, round);
            var path = new StorePrefix("g/h/a");
            var errors = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await Record.ExceptionAsync(() => ZarrArray.CreateAsync(store, path, OneByte)))));
            Assert.Equal(1, errors.Count(error => error is null));
            Assert.All(errors.Where(error => error is not null), error => Assert.IsType<NodeExistsException>(error));
            Assert.Equal(["g/h/a/zarr.json", "g/h/zarr.json", "g/zarr.json", "zarr.json"], await store.KeysAsync());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_group_made_meanwhile_keeps_its_attributes(bool onDisk)
    {
        for (var round = 0; round < 20; round++)
        {
            var store = Store(onDisk, round);
            var below = Task.Run(() => ZarrArray.CreateAsync(store, new StorePrefix("g/a"), OneByte));
            var group = Task.Run(async () => await Record.ExceptionAsync(() => ZarrGroup.CreateAsync(store, new StorePrefix("g"), new JsonObject { ["a"] = 1 })));
            await Task.WhenAll(below, group);
            var stored = await ZarrGroup.OpenAsync(store, new StorePrefix("g"));
            Assert.Equal(await group is null ? 1 : 0, stored.Attributes.Count);
        }
    }

    [Fact]
    public async Task A_store_that_cannot_create_only_still_creates()
    {
        var store = new UnlistableStore(new MemoryStore());
        await ZarrArray.CreateAsync(store, new StorePrefix("g/a"), OneByte);
        await Assert.ThrowsAsync<NodeExistsException>(() => ZarrArray.CreateAsync(store, new StorePrefix("g/a"), OneByte));
    }

    [Theory]
    [InlineData("default", '/', "a/c/0")]
    [InlineData("default", '.', "a/c.0")]
    [InlineData("v2", '.', "a/0")]
    [InlineData("v2", '/', "a/0/1")]
    public async Task An_array_is_not_created_over_chunks_that_another_left(string encoding, char separator, string chunk)
    {
        foreach (var onDisk in new[] { false, true })
        {
            var store = Store(onDisk);
            await store.WriteAsync(chunk, 1);
            var metadata = OneByte with { ChunkKeyEncoding = new ChunkKeyEncoding(encoding, separator) };
            var error = await Assert.ThrowsAsync<NodeExistsException>(() => ZarrArray.CreateAsync(store, new StorePrefix("a"), metadata));
            Assert.Contains(chunk, error.Message, StringComparison.Ordinal);
            await ZarrArray.DeleteAsync(store, new StorePrefix("a"));
            await ZarrArray.CreateAsync(store, new StorePrefix("a"), metadata);
        }
    }

    [Fact]
    public async Task Empty_directories_and_other_files_do_not_keep_an_array_from_being_created()
    {
        var store = Store(onDisk: true);
        Directory.CreateDirectory(folder["0/a/c/0/1"]);
        await store.WriteAsync("a/notes.txt", 1);
        await ZarrArray.CreateAsync(store, new StorePrefix("a"), OneByte);
    }

    [Fact]
    public async Task Children_are_listed_by_name_with_their_kind()
    {
        foreach (var onDisk in new[] { false, true })
        {
            var store = Store(onDisk);
            var group = await ZarrGroup.CreateAsync(store, new StorePrefix("g"));
            await ZarrArray.CreateAsync(store, new StorePrefix("g/0"), OneByte);
            await ZarrArray.CreateAsync(store, new StorePrefix("g/labels/cells"), OneByte);
            await store.TouchAsync("g/__hidden/zarr.json", "g/plain/file");
            Assert.Equal([new("0", NodeKind.Array), new("labels", NodeKind.Group)], await group.ListChildrenAsync().ToListAsync());
        }
    }

    [Fact]
    public async Task Children_are_read_when_the_caller_gets_to_them()
    {
        var store = new CountingStore();
        var group = await ZarrGroup.CreateAsync(store, StorePrefix.Root);
        await ZarrArray.CreateAsync(store, new StorePrefix("a"), OneByte);
        await store.WriteAsync("b/zarr.json", 1);
        store.Clear();
        Assert.Equal("a", (await group.ListChildrenAsync().FirstAsync()).Name);
        Assert.Equal((1, 1), (store.Lists, store.Reads));
        var error = await Assert.ThrowsAsync<InvalidMetadataException>(async () => await group.ListChildrenAsync().ToListAsync());
        Assert.StartsWith("b/zarr.json: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Children_of_a_store_that_cannot_be_listed_are_refused()
    {
        var group = await ZarrGroup.CreateAsync(new UnlistableStore(new MemoryStore()), StorePrefix.Root);
        Assert.Throws<NotSupportedException>(() => group.ListChildrenAsync());
    }

    [Fact]
    public async Task Deleting_a_node_deletes_exactly_what_is_below_it()
    {
        foreach (var onDisk in new[] { false, true })
        {
            var store = Store(onDisk);
            var array = await ZarrArray.CreateAsync(store, new StorePrefix("g/h/a"), OneByte);
            await array.WriteAsync<byte>(new byte[] { 1 }, Region.Whole([1]));
            await ZarrGroup.CreateAsync(store, new StorePrefix("g/hi"));
            var group = await ZarrGroup.OpenAsync(store, new StorePrefix("g"));
            await group.DeleteAsync("h");
            await group.DeleteAsync("h");
            Assert.Equal(["g/hi/zarr.json", "g/zarr.json", "zarr.json"], await store.KeysAsync());
            await ZarrGroup.DeleteAsync(store, StorePrefix.Root);
            Assert.Empty(await store.KeysAsync());
        }
    }

    [Fact]
    public async Task The_document_goes_first()
    {
        var memory = new MemoryStore();
        var array = await ZarrArray.CreateAsync(memory, new StorePrefix("a"), OneByte);
        await array.WriteAsync<byte>(new byte[] { 1 }, Region.Whole([1]));
        await Assert.ThrowsAsync<IOException>(() => ZarrArray.DeleteAsync(new CrashingStore(memory, 1), new StorePrefix("a")));
        Assert.Equal(["a/c/0", "zarr.json"], await memory.KeysAsync());
        await ZarrArray.DeleteAsync(memory, new StorePrefix("a"));
        Assert.Equal(["zarr.json"], await memory.KeysAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("/x")]
    [InlineData("__x")]
    [InlineData("x/zarr.json")]
    public async Task Only_names_of_nodes_can_be_deleted(string path)
    {
        var group = await ZarrGroup.CreateAsync(new MemoryStore(), StorePrefix.Root);
        await Assert.ThrowsAsync<ArgumentException>(() => group.DeleteAsync(path));
    }

    [Fact]
    public async Task A_group_is_not_deleted_as_an_array()
    {
        var store = new MemoryStore();
        await ZarrGroup.CreateAsync(store, new StorePrefix("g"));
        await Assert.ThrowsAsync<ArgumentException>(() => ZarrArray.DeleteAsync(store, new StorePrefix("g")));
        Assert.Equal(["g/zarr.json", "zarr.json"], await store.KeysAsync());
    }

    [Fact]
    public async Task Attributes_of_an_array_are_replaced_and_nothing_else()
    {
        var store = new MemoryStore();
        var array = await ZarrArray.CreateAsync(store, new StorePrefix("a"), OneByte with { Attributes = new JsonObject { ["old"] = 1 } });
        var changed = await array.ReplaceAttributesAsync(new JsonObject { ["new"] = 2 });
        Assert.Equal("""{"new":2}""", changed.Attributes.ToJsonString());
        Assert.Equal("""{"old":1}""", array.Attributes.ToJsonString());
        var reopened = await ZarrArray.OpenAsync(store, new StorePrefix("a"));
        Assert.Equal(changed.Metadata.ToUtf8(), reopened.Metadata.ToUtf8());
    }

    [Fact]
    public async Task Attributes_of_a_group_are_replaced_in_what_is_stored_now_without_stale_consolidated_metadata()
    {
        var store = new MemoryStore();
        var group = await ZarrGroup.CreateAsync(store, StorePrefix.Root);
        await store.WriteAsync("zarr.json", Encoding.UTF8.GetBytes(Consolidated.Replace("\"kind\"", "\"x\":{},\"kind\"", StringComparison.Ordinal)));
        await group.ReplaceAttributesAsync(new JsonObject { ["b"] = 2 });
        var json = JsonNode.Parse(await store.ReadAsync("zarr.json"))!.AsObject();
        Assert.Equal(["zarr_format", "node_type", "attributes"], json.Select(member => member.Key));
        Assert.Equal("""{"b":2}""", json["attributes"]!.ToJsonString());
    }

    [Theory]
    [InlineData("create")]
    [InlineData("resize")]
    [InlineData("attributes")]
    [InlineData("delete")]
    public async Task A_change_drops_consolidated_metadata_of_the_groups_above(string change)
    {
        var store = new MemoryStore();
        var array = await ZarrArray.CreateAsync(store, new StorePrefix("g/h/a"), OneByte);
        await store.WriteAsync("zarr.json", Encoding.UTF8.GetBytes(Consolidated));
        await store.WriteAsync("g/zarr.json", Encoding.UTF8.GetBytes(Consolidated));
        await (change switch
        {
            "create" => ZarrGroup.CreateAsync(store, new StorePrefix("g/h/b")),
            "resize" => array.ResizeAsync([2]),
            "attributes" => (Task)array.ReplaceAttributesAsync([]),
            _ => ZarrArray.DeleteAsync(store, array.Path),
        });
        foreach (var path in new[] { string.Empty, "g" })
        {
            var group = await ZarrGroup.OpenAsync(store, new StorePrefix(path));
            Assert.Equal(1, group.Attributes["a"]!.GetValue<int>());
            Assert.DoesNotContain("consolidated", Encoding.UTF8.GetString((await store.ReadAsync(group.Path.Key("zarr.json").Value))!), StringComparison.Ordinal);
        }
    }

    private static ArrayMetadata OneByte { get; } = new()
    {
        Shape = [1],
        ChunkShape = [1],
        DataType = DataType.UInt8,
        Codecs = [new BytesCodec().ToMetadata()],
    };

    private IWritableStore Store(bool onDisk, int number = 0) => onDisk ? new FileSystemStore(folder[$"{number}"]) : new MemoryStore();
}
