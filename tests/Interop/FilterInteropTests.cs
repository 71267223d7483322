using System.Text.Json.Nodes;
using Interop.Cases;
using Interop.Zarrita;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Metadata;
using Zarr.Stores;

namespace Interop;

/// <summary>Zarrita reads what this library writes with the codecs of the registry of extensions and of numcodecs, and reads the same as this library in the samples with filters.</summary>
public sealed class FilterInteropTests(ZarritaProcess zarrita)
{
    private const string Bytes = """{"name":"bytes","configuration":{"endian":"little"}}""";

    // Chains that keep whole numbers below 100; BYTES stands for the bytes codec, TYPE and SIZE for the data type of the array. Zarrita knows neither the checksums of numcodecs nor differences of another type, and codecs before shards it leaves out.
    private static readonly string[] Chains =
    [
        """{"name":"numcodecs.delta","configuration":{"dtype":"TYPE"}},BYTES""",
        """{"name":"transpose","configuration":{"order":[1,0]}},{"name":"numcodecs.delta","configuration":{"dtype":"TYPE"}},BYTES,{"name":"numcodecs.zlib","configuration":{"level":1}}""",
        """BYTES,{"name":"numcodecs.shuffle","configuration":{"elementsize":SIZE}},{"name":"numcodecs.zstd","configuration":{"level":3}}""",
        """BYTES,{"name":"numcodecs.blosc","configuration":{"cname":"lz4","clevel":5,"shuffle":1,"blocksize":0}}""",
        """BYTES,{"name":"numcodecs.gzip","configuration":{"level":5}}""",
        """BYTES,{"name":"numcodecs.lz4","configuration":{"acceleration":1}}""",
        """{"name":"bitround","configuration":{"keepbits":7}},BYTES""",
        """{"name":"scale_offset","configuration":{"offset":0,"scale":2}},BYTES""",
        """{"name":"cast_value","configuration":{"data_type":"uint8"}},BYTES""",
        """{"name":"cast_value","configuration":{"data_type":"int16","rounding":"towards-zero","out_of_range":"wrap"}},BYTES""",
        """{"name":"cast_value","configuration":{"data_type":"float64","scalar_map":{"encode":[[3,"NaN"]],"decode":[["NaN",3]]}}},BYTES""",
        """{"name":"sharding_indexed","configuration":{"chunk_shape":[2,3],"codecs":[{"name":"scale_offset","configuration":{"scale":2}},{"name":"cast_value","configuration":{"data_type":"float32"}},BYTES],"index_codecs":[BYTES,{"name":"crc32c"}]}}""",
    ];

    private static readonly DataType[] Types = [DataType.UInt8, DataType.UInt16, DataType.Int32, DataType.Float32, DataType.Float64];

    [Fact]
    public async Task Zarrita_reads_what_the_codecs_write()
    {
        var cases = (
            from type in Types
            from chain in Chains.Index()
            where type.IsInteger || !chain.Item.Contains("delta", StringComparison.Ordinal) // only read here
            select CaseOf($"{type}/{chain.Index}", type, chain.Item)).ToList();
        var found = await ZarritaBatch.ReadAsync(zarrita, cases);
        Assert.All(cases.Zip(found), one => ZarritaBatch.AssertSame(one.First, one.Second));
    }

    [Theory]
    [InlineData("v2/data.zarr/1d.contiguous.bitround.f4")]
    [InlineData("v2/data.zarr/1d.contiguous.delta.i2")]
    [InlineData("v2/data.zarr/1d.contiguous.delta.shuffle.i2")]
    [InlineData("v2/data.zarr/1d.contiguous.shuffle.i2")]
    [InlineData("v3/data.zarr/1d.contiguous.delta.i4")]
    [InlineData("v3/data.zarr/3d.contiguous.delta.i4.mixed")]
    public async Task Samples_with_filters_are_the_same_to_zarrita(string path)
    {
        var folder = SharedData.PathOrSkip("zarr-v3-samples/zarrita-js");
        var found = Assert.Single(await zarrita.ReadAsync(folder, [path]));
        Assert.Null(found.Error);
        IArraySource array = await ZarrArray.OpenAsync(new FileSystemStore(folder), new StorePrefix(path));
        var elements = new byte[array.Shape.ElementCount * array.DataType.Size];
        await array.ReadAsync(Region.Whole(array.Shape), elements, CancellationToken.None);
        Assert.Equal(found.Elements, elements);
    }

    private static ArrayCase CaseOf(string path, DataType type, string chain)
    {
        var codecs = JsonNode.Parse($"[{chain.Replace("BYTES", Bytes, StringComparison.Ordinal).Replace("TYPE", type.Name, StringComparison.Ordinal).Replace("SIZE", $"{type.Size}", StringComparison.Ordinal)}]")!.AsArray();
        var metadata = new ArrayMetadata
        {
            Shape = [7, 11],
            ChunkShape = [6, 6],
            DataType = type,
            Codecs = [.. codecs.Select(codec => new NamedConfiguration(codec!["name"]!.GetValue<string>(), codec["configuration"]?.AsObject()))],
        };
        return new ArrayCase(path, metadata, Region.Whole(metadata.Shape), [.. Enumerable.Range(0, 77).SelectMany(i => Element(type, 7 * i % 100))]);
    }

    private static byte[] Element(DataType type, int value) => type.Name switch
    {
        "uint8" => [(byte)value],
        "uint16" => BitConverter.GetBytes((ushort)value),
        "int32" => BitConverter.GetBytes(value),
        "float32" => BitConverter.GetBytes((float)value),
        _ => BitConverter.GetBytes((double)value),
    };
}
