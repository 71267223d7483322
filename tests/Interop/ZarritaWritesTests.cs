using System.Text.Json.Nodes;
using Interop.Cases;
using Interop.Zarrita;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace Interop;

/// <summary>This library reads the arrays that zarrita writes. Arrays with transposed chunks are left out.</summary>
public sealed class ZarritaWritesTests(ZarritaProcess zarrita)
{
    private static readonly (long[] Shape, long[] Chunk)[] Shapes =
    [
        ([], []), ([1], [1]), ([17], [5]), ([3], [8]), ([7, 11], [3, 4]), ([60, 70], [32, 64]), ([1, 6, 1], [4, 4, 4]), ([2, 3, 5, 4], [1, 2, 3, 3]), ([2, 1, 3, 5, 6], [1, 1, 2, 4, 4]),
    ];

    private const string LittleEndian = """{"name":"bytes","configuration":{"endian":"little"}}""";

    private static readonly Dictionary<string, string[]> Chains = new()
    {
        ["little endian"] = [LittleEndian],
        ["big endian"] = ["""{"name":"bytes","configuration":{"endian":"big"}}"""],
        ["zstd"] = [LittleEndian, """{"name":"zstd","configuration":{"level":3}}"""],
        ["blosc blosclz"] = [LittleEndian, Blosc("blosclz")],
        ["blosc lz4"] = [LittleEndian, Blosc("lz4")],
        ["blosc lz4hc"] = [LittleEndian, Blosc("lz4hc")],
        ["blosc zlib"] = [LittleEndian, Blosc("zlib")],
        ["blosc zstd"] = [LittleEndian, Blosc("zstd")],
    };

    public static TheoryData<string> ChainNames => [.. Chains.Keys];

    [Theory]
    [MemberData(nameof(ChainNames))]
    public async Task Arrays_that_zarrita_writes_are_read_here(string chain)
    {
        using var folder = new TemporaryFolder();
        var arrays = (
            from type in JavaScriptTypes.All
            where type != DataType.Bool || chain != "big endian" // zarrita reverses them in groups of four
            from shape in Shapes.Index()
            select ArrayOf($"{type}/{shape.Index}", type, Chains[chain], shape.Item.Shape, shape.Item.Chunk, shape.Index)).ToList();
        Assert.All(await zarrita.WriteAsync(folder.Path, arrays), Assert.Null);
        foreach (var array in arrays)
        {
            Assert.Equal(array.Elements, await ReadAsync(folder.Path, array.Path));
        }
    }

    [Fact]
    public async Task Fill_values_that_zarrita_writes_are_read_here()
    {
        using var folder = new TemporaryFolder();
        var arrays = (
            from type in JavaScriptTypes.All
            from fill in FillValues.Of(type).Index()
            where fill.Item != "-0.0" && (type.Size < 8 || type.Kind == DataTypeKind.Float) // zarrita writes -0 as 0, and has no JSON for a BigInt
            select ArrayOf($"{type}/{fill.Index}", type, [LittleEndian], [3], [2], 0) with { FillValue = JsonNode.Parse(fill.Item)!, Elements = null }).ToList();
        Assert.All(await zarrita.WriteAsync(folder.Path, arrays), Assert.Null);
        foreach (var array in arrays)
        {
            var fill = FillValues.Parse(DataType.FromName(array.Dtype)!, array.FillValue.ToJsonString());
            Assert.Equal(Enumerable.Repeat(fill.Bytes.ToArray(), 3).SelectMany(bytes => bytes), await ReadAsync(folder.Path, array.Path));
        }
    }

    [Theory]
    [InlineData("""{"name":"gzip","configuration":{"level":5}}""")]
    [InlineData("""{"name":"crc32c"}""")]
    public async Task Zarrita_does_not_encode_with_these_codecs(string codec)
    {
        using var folder = new TemporaryFolder();
        var array = ArrayOf("a", DataType.UInt16, [LittleEndian, codec], [4], [4], 0);
        Assert.StartsWith("CodecPipelineError: Failed to encode chunk", (await zarrita.WriteAsync(folder.Path, [array]))[0], StringComparison.Ordinal);
    }

    /// <summary>Zarrita's blosc understands shuffles by number only, which is not valid in <c>zarr.json</c>; a word makes it shuffle nothing.</summary>
    private static string Blosc(string compressor) =>
        $$$"""{"name":"blosc","configuration":{"cname":"{{{compressor}}}","clevel":5,"shuffle":"noshuffle","typesize":1,"blocksize":0}}""";

    private static ZarritaArray ArrayOf(string path, DataType type, string[] codecs, long[] shape, long[] chunk, int seed) => new(
        path,
        type.Name,
        shape,
        chunk,
        [.. codecs.Select(codec => JsonNode.Parse(codec)!.AsObject())],
        type == DataType.Bool ? false : 0,
        Samples.Elements(type, Shape.Create(shape).ElementCount, seed));

    private static async Task<byte[]> ReadAsync(string folder, string path)
    {
        IArraySource array = await ZarrArray.OpenAsync(new FileSystemStore(folder), new StorePrefix(path));
        var elements = new byte[array.Shape.ElementCount * array.DataType.Size];
        await array.ReadAsync(Region.Whole(array.Shape), elements, CancellationToken.None);
        return elements;
    }
}
