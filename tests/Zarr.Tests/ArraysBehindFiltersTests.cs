using System.Text;
using TestKit;
using Xunit;
using Zarr.Stores;
using Zarr.Tests.Metadata;

namespace Zarr.Tests;

/// <summary>Whole arrays of Zarr v3 with the codecs of numcodecs and of the registry of extensions: written, read, in shards, and with missing chunks.</summary>
public sealed class ArraysBehindFiltersTests
{
    private const string Bytes = """{"name":"bytes","configuration":{"endian":"little"}}""";

    // Data type, codecs before the bytes codec, and codecs after it. All keep uint16 or int32 below 1000 exactly.
    public static TheoryData<string, string, string> Chains { get; } = new()
    {
        { "uint16", """{"name":"numcodecs.delta","configuration":{"dtype":"<u2"}}""", "" },
        { "uint16", """{"name":"numcodecs.delta","configuration":{"dtype":"<u2","astype":"<i4"}}""", """{"name":"numcodecs.zstd","configuration":{}}""" },
        { "uint16", """{"name":"scale_offset","configuration":{"offset":0,"scale":3}},{"name":"cast_value","configuration":{"data_type":"float32"}}""", "" },
        { "int32", """{"name":"cast_value","configuration":{"data_type":"int16"}},{"name":"bitround","configuration":{"keepbits":12}}""", "" },
        { "int32", """{"name":"scale_offset"},{"name":"transpose","configuration":{"order":[1,0]}},{"name":"numcodecs.delta","configuration":{}}""", "" },
        { "uint16", "", """{"name":"numcodecs.shuffle","configuration":{"elementsize":2}},{"name":"numcodecs.gzip","configuration":{"level":"3"}}""" },
        { "uint16", "", """{"name":"numcodecs.blosc","configuration":{"cname":"zstd","shuffle":-1}},{"name":"numcodecs.crc32","configuration":{}}""" },
        { "uint16", "", """{"name":"numcodecs.adler32"},{"name":"numcodecs.fletcher32"},{"name":"numcodecs.crc32c","configuration":{"location":"start"}}""" },
        { "uint16", "", """{"name":"numcodecs.crc32c"},{"name":"numcodecs.zlib","configuration":{"level":1}},{"name":"numcodecs.lz4","configuration":{}}""" },
    };

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task What_is_written_is_read(string type, string before, string after) =>
        await AssertRoundTripAsync(type, Join(before, Bytes, after));

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task What_is_written_into_shards_is_read(string type, string before, string after) =>
        await AssertRoundTripAsync(type, Shards(Join(before, Bytes, after)));

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task Filters_before_shards_are_read(string type, string before, string after) =>
        await AssertRoundTripAsync(type, Join(before, Shards(Join(Bytes, after))));

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task Damaged_chunks_are_corrupt_or_read(string type, string before, string after)
    {
        var random = new Random(20260728);
        var store = new MemoryStore();
        var array = await CreateAsync(store, type, Join(before, Bytes, after));
        var elements = new byte[8 * 6 * array.DataType.Size];
        await WriteAsync(array, Elements(elements, array.DataType), Region.Whole(array.Shape));
        var chunk = await ChunkAsync(store);
        for (var attempt = 0; attempt < Rounds.Of(500); attempt++)
        {
            var damaged = chunk[..random.Next(1, chunk.Length + 1)];
            damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            await store.SetAsync(new StoreKey("c/0/0"), damaged);
            var error = await Record.ExceptionAsync(async () => await ((IArraySource)array).ReadAsync(Region.Whole(array.Shape), elements, CancellationToken.None));
            Assert.True(error is null or CorruptDataException, $"{error}");
        }
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task Damaged_configurations_are_opened_or_refused(string type, string before, string after)
    {
        var random = new Random(20260729);
        for (var attempt = 0; attempt < Rounds.Of(500); attempt++)
        {
            var store = new MemoryStore();
            var document = Encoding.UTF8.GetBytes(Document(type, Join(before, Bytes, after), 0));
            await store.SetAsync(new StoreKey("zarr.json"), attempt % 2 == 0 ? DamagedJson.ReplaceTokens(random, document) : DamagedJson.Flip(random, document));
            var error = await Record.ExceptionAsync(async () =>
            {
                var array = await ZarrArray.OpenAsync(store, StorePrefix.Root);
                Assert.NotEmpty(array.Metadata.ToUtf8());
            });
            Assert.True(error is null or ZarrException, $"{error}");
        }
    }

    [Fact]
    public async Task Missing_inner_chunks_behind_filters_hold_the_fill_value()
    {
        var store = new MemoryStore();
        var codecs = Join("""{"name":"scale_offset","configuration":{"offset":4,"scale":2}},{"name":"cast_value","configuration":{"data_type":"uint8"}}""", Shards(Bytes));
        var array = await CreateAsync(store, "uint16", codecs, fill: 9);
        await array.WriteAsync<ushort>(new ushort[] { 5 }, new Region([0, 0], [1, 1]));

        // One of twelve inner chunks is stored: 2 x 2 bytes, and an index of 12 x 16 bytes with its checksum.
        Assert.Equal(4 + 192 + 4, (await ChunkAsync(store)).Length);
        var elements = await array.ReadAsync<ushort>();
        Assert.Equal(5, elements[0]);
        Assert.All(elements.Skip(1), element => Assert.Equal(9, element));
    }

    [Fact]
    public async Task Booleans_are_packed()
    {
        var store = new MemoryStore();
        var array = await CreateAsync(store, "bool", Join("""{"name":"numcodecs.packbits"}""", Bytes));
        bool[] elements = [.. Enumerable.Range(0, 48).Select(i => i % 3 == 0)];
        await array.WriteAsync<bool>(elements, Region.Whole(array.Shape));
        Assert.Equal(1 + 6, (await ChunkAsync(store)).Length);
        var (whole, row) = (await array.ReadAsync<bool>(), await array.ReadAsync<bool>(new Region([1, 0], [1, 3])));
        Assert.Equal(elements, whole);
        Assert.Equal([true, false, false], row);
    }

    [Fact]
    public async Task A_codec_that_is_only_read_is_refused_when_something_is_written()
    {
        var array = await CreateAsync(new MemoryStore(), "float32", Join("""{"name":"numcodecs.fixedscaleoffset","configuration":{"offset":0,"scale":10,"dtype":"<f4","astype":"<i2"}}""", Bytes));
        var error = await Assert.ThrowsAsync<UnsupportedFeatureException>(() => array.WriteAsync<float>(new float[] { 1 }, new Region([0, 0], [1, 1])));
        Assert.Equal("numcodecs.fixedscaleoffset", error.Feature);
    }

    [Fact]
    public async Task A_list_of_no_codecs_inside_shards_is_bytes_in_little_endian()
    {
        var store = new MemoryStore();
        var array = await CreateAsync(store, "uint16", """{"name":"sharding_indexed","configuration":{"chunk_shape":[8,6],"codecs":[],"index_codecs":[]}}""");
        await array.WriteAsync<ushort>(new ushort[] { 258 }, new Region([0, 0], [1, 1]));
        var shard = await ChunkAsync(store);
        Assert.Equal((96 + 16, 2, 1), (shard.Length, shard[0], shard[1]));
        Assert.Equal(258, (await array.ReadAsync<ushort>())[0]);
    }

    private static async Task AssertRoundTripAsync(string type, string codecs)
    {
        var array = await CreateAsync(new MemoryStore(), type, codecs);
        var elements = Elements(new byte[8 * 6 * array.DataType.Size], array.DataType);
        await WriteAsync(array, elements, Region.Whole(array.Shape));
        Assert.Equal(elements, await ReadAsync(array, Region.Whole(array.Shape)));

        var size = array.DataType.Size;
        var second = Elements(new byte[2 * size], array.DataType);
        await WriteAsync(array, second, new Region([3, 2], [1, 2]));
        second.CopyTo(elements.AsSpan(((3 * 6) + 2) * size));
        Assert.Equal(elements[(3 * 6 * size)..(4 * 6 * size)], await ReadAsync(array, new Region([3, 0], [1, 6])));
    }

    private static async Task<byte[]> ReadAsync(ZarrArray array, Region region)
    {
        var elements = new byte[region.Shape.ElementCount * array.DataType.Size];
        await ((IArraySource)array).ReadAsync(region, elements, CancellationToken.None);
        return elements;
    }

    private static async Task<byte[]> ChunkAsync(MemoryStore store) => (await store.ReadAsync("c/0/0"))!;

    private static Task WriteAsync(ZarrArray array, byte[] elements, Region region) =>
        array.WriteAsync(ArraySource.FromBytes(elements, region.Shape, array.DataType), region);

    /// <summary>Fills memory with 0, 37, 74, …, below 1000.</summary>
    private static byte[] Elements(byte[] bytes, DataType type)
    {
        for (var i = 0; i < bytes.Length / type.Size; i++)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(i * type.Size), (ushort)(37 * i % 1000));
        }

        return bytes;
    }

    private static async Task<ZarrArray> CreateAsync(MemoryStore store, string type, string codecs, ushort fill = 0)
    {
        await store.SetAsync(new StoreKey("zarr.json"), Encoding.UTF8.GetBytes(Document(type, codecs, fill)));
        return await ZarrArray.OpenAsync(store, StorePrefix.Root);
    }

    private static string Document(string type, string codecs, ushort fill) => $$"""
        {"zarr_format":3,"node_type":"array","shape":[8,6],"data_type":"{{type}}","fill_value":{{(type == "bool" ? "false" : fill)}},"codecs":[{{codecs}}],
         "chunk_grid":{"name":"regular","configuration":{"chunk_shape":[8,6]} },"chunk_key_encoding":"default"}
        """;

    private static string Shards(string codecs) =>
        $$"""{"name":"sharding_indexed","configuration":{"chunk_shape":[2,2],"codecs":[{{codecs}}],"index_codecs":[{{Bytes}},"crc32c"]} }""";

    private static string Join(params string[] codecs) => string.Join(',', codecs.Where(codec => codec.Length > 0));
}
