using System.Text;
using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Reading;

/// <summary>Consolidated metadata of other writers save requests behind a network, and never change what is read.</summary>
public sealed class ConsolidatedReadingTests
{
    private const int Levels = 5;
    private static readonly Shape Whole = [2, 4];

    public static TheoryData<string, string> Changes => new(
        from version in new[] { "0.5", "0.4" }
        from change in new[] { "shrunk", "grown", "type", "chunks", "fill", "codec", "separator", "deleted", "damaged", "rank" }
        select (version, change));

    [Theory]
    [InlineData("0.5", 3, 1)]
    [InlineData("0.4", 8, 2)]
    public async Task An_image_of_five_levels_is_opened_by_the_copies_of_which_two_are_compared(string version, int opening, int reading)
    {
        var store = new RemoteStore(await StoreAsync(version));
        var image = await OmeImage.OpenAsync(store, StorePrefix.Root);
        Assert.Equal((Levels, 0, opening), (image.Levels.Count, image.Findings.Count, store.Log.Count));
        store.Clear();
        for (var level = 0; level < Levels; level++)
        {
            Assert.Equal(Pixels(level), await image.Levels[level].ReadAsync<byte>());
        }

        // Two chunks for each level; the documents of three levels, once each and together with the chunks.
        Assert.Equal((Levels * 2) + ((Levels - 2) * reading), store.Log.Count);
        store.Clear();
        await image.Levels[2].ReadAsync<byte>();
        Assert.Equal(2, store.Log.Count);
    }

    [Theory]
    [InlineData("0.5", 6)]
    [InlineData("0.4", 13)]
    public async Task Without_copies_all_documents_are_read(string version, int requests)
    {
        var store = new RemoteStore(await StoreAsync(version));
        var image = await OmeImage.OpenAsync(store, StorePrefix.Root, Own);
        Assert.Equal((Levels, requests), (image.Levels.Count, store.Log.Count));
        Assert.Equal(Pixels(2), await image.Levels[2].ReadAsync<byte>());
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Copies_that_differ_in_the_first_or_last_level_are_not_used(string version, string change)
    {
        foreach (var level in new[] { 0, Levels - 1 })
        {
            var memory = await StoreAsync(version);
            await ChangeCopyAsync(memory, version, level, change);
            var image = await OmeImage.OpenAsync(new RemoteStore(memory), StorePrefix.Root);
            Assert.Empty(image.Findings);
            Assert.All(image.Levels, opened => Assert.Equal(Whole, opened.Shape));
            Assert.Equal(Pixels(level), await image.Levels[level].ReadAsync<byte>());
        }
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_copy_of_another_level_that_differs_gives_an_error_instead_of_elements(string version, string change)
    {
        var memory = await StoreAsync(version);
        await ChangeCopyAsync(memory, version, 2, change);
        var image = await OmeImage.OpenAsync(new RemoteStore(memory), StorePrefix.Root);
        Assert.Equal(Pixels(0), await image.Levels[0].ReadAsync<byte>());
        var level = image.Levels.Single(opened => opened.ZarrArray.Path.Value == "2");
        if (change is "deleted" or "damaged" or "rank")
        {
            Assert.Equal(Pixels(2), await level.ReadAsync<byte>()); // such a copy is none: the own document was read
            return;
        }

        var array = level.ZarrArray;
        var region = new Region([0, 0], [2, 2]);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var error = await Assert.ThrowsAsync<NodeReplacedException>(async () => await (array.DataType == DataType.UInt8 ? array.ReadAsync<byte>(region) : (Task)array.ReadAsync<ushort>(region)));
            Assert.Contains(nameof(ZarrOptions.UsesConsolidatedMetadata), error.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<NodeReplacedException>(() => array.ThrowIfReplacedAsync());
        var own = await OmeImage.OpenAsync(new RemoteStore(memory), StorePrefix.Root, Own);
        Assert.Equal(Pixels(2), await own.Levels[2].ReadAsync<byte>());

        // The group knows now, and opens all arrays with their own documents.
        Assert.Equal(Pixels(2), await (await image.Group.OpenArrayAsync("2")).ReadAsync<byte>());
    }

    [Theory]
    [InlineData("0.5", "{}")]
    [InlineData("0.5", "[]")]
    [InlineData("0.5", """{"metadata":7}""")]
    [InlineData("0.5", """{"metadata":{"0":7,"2":{"node_type":"group"},"..":{},"":null}}""")]
    [InlineData("0.4", "{}")]
    [InlineData("0.4", "no JSON")]
    [InlineData("0.4", """{"metadata":[]}""")]
    [InlineData("0.4", """{"metadata":{"0/.zarray":7,"2/.zarray":{"zarr_format":3},"/.zarray":{}}}""")]
    public async Task Broken_copies_are_no_copies(string version, string text)
    {
        var memory = await StoreAsync(version);
        if (version == "0.4")
        {
            await SetAsync(memory, ".zmetadata", text);
        }
        else
        {
            var group = await GetAsync(memory, "zarr.json");
            group["consolidated_metadata"] = JsonNode.Parse(text);
            await SetAsync(memory, "zarr.json", group.ToJsonString());
        }

        var image = await OmeImage.OpenAsync(new RemoteStore(memory), StorePrefix.Root);
        Assert.Equal((Levels, 0), (image.Levels.Count, image.Findings.Count));
        Assert.Equal(Pixels(2), await image.Levels[2].ReadAsync<byte>());
    }

    [Fact]
    public async Task Copies_of_a_group_far_above_are_used_and_those_of_a_large_document_are_not()
    {
        var memory = new MemoryStore();
        await AddImageAsync(memory, "0.5", "A/1/0");
        await SetAsync(memory, "A/1/zarr.json", Group("""{"ome":{"version":"0.5","well":{"images":[{"path":"0"}]}}}""").ToJsonString());
        await SetAsync(memory, "A/zarr.json", Group("{}").ToJsonString());
        var plate = Group("""{"ome":{"version":"0.5","plate":{"rows":[{"name":"A"}],"columns":[{"name":"1"}],"wells":[{"path":"A/1","rowIndex":0,"columnIndex":0}]}}}""");
        await SetAsync(memory, "zarr.json", (await WithCopiesAsync(memory, plate)).ToJsonString());
        Assert.Equal(5, await CountAsync());
        plate["attributes"]!["padding"] = new string('x', 256 << 10);
        await SetAsync(memory, "zarr.json", (await WithCopiesAsync(memory, plate)).ToJsonString());
        Assert.Equal(8, await CountAsync());

        async Task<int> CountAsync()
        {
            var store = new RemoteStore(memory);
            var well = await (await OmePlate.OpenAsync(store, StorePrefix.Root)).OpenWellAsync("A", "1");
            var image = await well.OpenFieldAsync(0);
            var requests = store.Log.Count;
            Assert.Equal(Pixels(3), await image.Levels[3].ReadAsync<byte>());
            return requests;
        }
    }

    [Fact]
    public async Task A_comparison_that_was_cancelled_or_failed_is_made_again()
    {
        var failing = new FailsOnce(await StoreAsync("0.5"), "2/zarr.json");
        var image = await OmeImage.OpenAsync(new RemoteStore(failing), StorePrefix.Root);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => image.Levels[1].ZarrArray.ThrowIfReplacedAsync(new CancellationToken(canceled: true)));
        Assert.Equal(Pixels(1), await image.Levels[1].ReadAsync<byte>());
        await Assert.ThrowsAsync<IOException>(() => image.Levels[2].ZarrArray.ThrowIfReplacedAsync());
        Assert.Equal(Pixels(2), await image.Levels[2].ReadAsync<byte>());
    }

    [Fact]
    public async Task Other_stores_read_their_own_documents()
    {
        var memory = await StoreAsync("0.5");
        await ChangeCopyAsync(memory, "0.5", 2, "grown");
        var image = await OmeImage.OpenAsync(memory, StorePrefix.Root);
        Assert.Equal(Whole, image.Levels[2].Shape);
    }

    private static ZarrOptions Own => new() { UsesConsolidatedMetadata = false };

    internal static byte[] Pixels(int level) => [.. Enumerable.Range(1 + (10 * level), 8).Select(value => (byte)value)];

    /// <summary>An image of five levels of 2 × 4 bytes, each of two chunks, with copies of all documents.</summary>
    internal static async Task<MemoryStore> StoreAsync(string version)
    {
        var store = new MemoryStore();
        await AddImageAsync(store, version, string.Empty);
        if (version == "0.5")
        {
            await SetAsync(store, "zarr.json", (await WithCopiesAsync(store, await GetAsync(store, "zarr.json"))).ToJsonString());
            return store;
        }

        var copies = new JsonObject();
        foreach (var key in await store.KeysAsync())
        {
            if (key.Contains(".z", StringComparison.Ordinal))
            {
                copies[key] = await GetAsync(store, key);
            }
        }

        await SetAsync(store, ".zmetadata", new JsonObject { ["zarr_consolidated_format"] = 1, ["metadata"] = copies }.ToJsonString());
        return store;
    }

    private static async Task AddImageAsync(MemoryStore store, string version, string path)
    {
        var prefix = path.Length == 0 ? string.Empty : $"{path}/";
        var datasets = string.Join(',', Enumerable.Range(0, Levels).Select(level => $$"""{"path":"{{level}}","coordinateTransformations":[{"type":"scale","scale":[{{1 << level}},{{1 << level}}]}]}"""));
        var multiscales = $$"""[{"version":"0.4","name":"cells","axes":[{"name":"y","type":"space"},{"name":"x","type":"space"}],"datasets":[{{datasets}}]}]""";
        for (var level = 0; level < Levels; level++)
        {
            var (left, right) = (new byte[4], new byte[4]);
            for (var y = 0; y < 2; y++)
            {
                Pixels(level).AsSpan((4 * y)..((4 * y) + 2)).CopyTo(left.AsSpan(2 * y));
                Pixels(level).AsSpan(((4 * y) + 2)..((4 * y) + 4)).CopyTo(right.AsSpan(2 * y));
            }

            var chunks = version == "0.5" ? $"{prefix}{level}/c/0/" : $"{prefix}{level}/0/";
            await store.SetAsync(new StoreKey($"{chunks}0"), left);
            await store.SetAsync(new StoreKey($"{chunks}1"), right);
            await SetAsync(store, version == "0.5" ? $"{prefix}{level}/zarr.json" : $"{prefix}{level}/.zarray", version == "0.5"
                ? """{"zarr_format":3,"node_type":"array","shape":[2,4],"data_type":"uint8","chunk_grid":{"name":"regular","configuration":{"chunk_shape":[2,2]}},"chunk_key_encoding":{"name":"default","configuration":{"separator":"/"}},"fill_value":0,"codecs":[{"name":"bytes"}],"attributes":{},"dimension_names":["y","x"]}"""
                : """{"zarr_format":2,"shape":[2,4],"chunks":[2,2],"dtype":"|u1","compressor":null,"fill_value":0,"order":"C","filters":null,"dimension_separator":"/"}""");
        }

        if (version == "0.5")
        {
            var image = JsonNode.Parse(multiscales)!;
            image[0]!.AsObject().Remove("version");
            await SetAsync(store, $"{prefix}zarr.json", Group(new JsonObject { ["ome"] = new JsonObject { ["version"] = "0.5", ["multiscales"] = image } }.ToJsonString()).ToJsonString());
            return;
        }

        await SetAsync(store, $"{prefix}.zgroup", """{"zarr_format":2}""");
        await SetAsync(store, $"{prefix}.zattrs", $$"""{"multiscales":{{multiscales}}}""");
    }

    private static JsonObject Group(string attributes) => new() { ["zarr_format"] = 3, ["node_type"] = "group", ["attributes"] = JsonNode.Parse(attributes) };

    private static async Task<JsonObject> WithCopiesAsync(MemoryStore store, JsonObject group)
    {
        var copies = new JsonObject();
        foreach (var key in (await store.KeysAsync()).Where(key => key.EndsWith("/zarr.json", StringComparison.Ordinal)))
        {
            copies[key[..^"/zarr.json".Length]] = await GetAsync(store, key);
        }

        group["consolidated_metadata"] = new JsonObject { ["kind"] = "inline", ["must_understand"] = false, ["metadata"] = copies };
        return group;
    }

    private static async Task ChangeCopyAsync(MemoryStore store, string version, int level, string change)
    {
        var (key, isV3) = (version == "0.5" ? "zarr.json" : ".zmetadata", version == "0.5");
        var document = await GetAsync(store, key);
        var copies = (isV3 ? document["consolidated_metadata"]!["metadata"]! : document["metadata"]!).AsObject();
        var name = isV3 ? $"{level}" : $"{level}/.zarray";
        var copy = copies[name]!.AsObject();
        switch (change)
        {
            case "shrunk":
                copy["shape"] = new JsonArray(2, 2);
                break;
            case "grown":
                copy["shape"] = new JsonArray(4, 8);
                break;
            case "type":
                copy[isV3 ? "data_type" : "dtype"] = isV3 ? "uint16" : "<u2";
                if (isV3)
                {
                    copy["codecs"] = JsonNode.Parse("""[{"name":"bytes","configuration":{"endian":"little"}}]""");
                }

                break;
            case "chunks" when isV3:
                copy["chunk_grid"]!["configuration"]!["chunk_shape"] = new JsonArray(1, 4);
                break;
            case "chunks":
                copy["chunks"] = new JsonArray(1, 4);
                break;
            case "fill":
                copy["fill_value"] = 7;
                break;
            case "codec" when isV3:
                copy["codecs"] = JsonNode.Parse("""[{"name":"transpose","configuration":{"order":[1,0]}},{"name":"bytes"}]""");
                break;
            case "codec":
                copy["order"] = "F";
                break;
            case "separator" when isV3:
                copy["chunk_key_encoding"]!["configuration"]!["separator"] = ".";
                break;
            case "separator":
                copy["dimension_separator"] = ".";
                break;
            case "rank":
                copy["shape"] = new JsonArray(8);
                break;
            case "damaged":
                copies[name] = "damaged";
                break;
            default:
                copies.Remove(name);
                break;
        }

        await SetAsync(store, key, document.ToJsonString());
    }

    private static async Task<JsonObject> GetAsync(MemoryStore store, string key) => JsonNode.Parse(await store.ReadAsync(key) ?? throw new InvalidOperationException(key))!.AsObject();

    private static Task SetAsync(MemoryStore store, string key, string text) => store.SetAsync(new StoreKey(key), Encoding.UTF8.GetBytes(text)).AsTask();

    private sealed class FailsOnce(IVersionedStore inner, string key) : IVersionedStore
    {
        private int asked;

        public ValueTask<System.Buffers.IMemoryOwner<byte>?> GetAsync(StoreKey wanted, CancellationToken cancellationToken = default) => inner.GetAsync(wanted, cancellationToken);

        public ValueTask<System.Buffers.IMemoryOwner<byte>?> GetRangeAsync(StoreKey wanted, ByteRange range, CancellationToken cancellationToken = default) =>
            wanted.Value == key && Interlocked.Increment(ref asked) == 1 ? throw new IOException("as the test wanted") : inner.GetRangeAsync(wanted, range, cancellationToken);

        public ValueTask<(System.Buffers.IMemoryOwner<byte> Bytes, string? Version)?> GetVersionedRangeAsync(StoreKey wanted, ByteRange range, CancellationToken cancellationToken = default) =>
            inner.GetVersionedRangeAsync(wanted, range, cancellationToken);

        public ValueTask<long?> GetLengthAsync(StoreKey wanted, CancellationToken cancellationToken = default) => inner.GetLengthAsync(wanted, cancellationToken);
    }
}
