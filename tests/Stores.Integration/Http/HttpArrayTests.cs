using Stores.Integration.Http.Server;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Stores.Integration.Http;

/// <summary>Regions of arrays are the same through HTTP as from the folder, whatever the server can do.</summary>
public sealed class HttpArrayTests(WebServer server)
{
    public static TheoryData<string, string> Cases =>
    [
        .. from codecs in new[] { "plain", "blosc", "sharded", "sharded blosc", "shards in shards", "index at start" }
           from rules in new[] { "right", "no ranges", "no suffixes", "weak tags", "no tags", "forbids missing" }
           select new TheoryDataRow<string, string>(codecs, rules),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Random_regions_are_those_of_the_folder(string codecs, string rules)
    {
        using var folder = new TemporaryFolder();
        var written = await WriteAsync(folder.Path, CodecsOf(codecs));
        var served = await server.ServeAsync(folder.Path, RulesOf(rules));
        var options = new ZarrOptions { BlockCacheBytes = rules.Length % 2 * 100_000 };
        var array = await ZarrArray.OpenAsync(StoreLocation.Parse(served.Address.AbsoluteUri), options);
        var random = new Random(codecs.Length);
        for (var round = 0; round < 15; round++)
        {
            var region = Generators.RegionOf(array.Shape, [.. Enumerable.Range(0, 6).Select(_ => random.NextDouble())]);
            Assert.Equal(await written.ReadAsync<ushort>(region), await array.ReadAsync<ushort>(region));
        }

        Assert.Equal(await written.ReadAsync<ushort>(), await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task A_shard_that_is_replaced_between_requests_is_read_as_one_version()
    {
        using var folder = new TemporaryFolder();
        var written = await WriteAsync(folder.Path, [Codec.Sharding([5, 8, 8], Codec.Bytes(), Codec.Zstd())]);
        var served = await server.ServeAsync(folder.Path);
        var array = await ZarrArray.OpenAsync(StoreLocation.Parse(served.Address.AbsoluteUri));
        for (ushort round = 1; round < 10; round++)
        {
            await array.ReadAsync<ushort>(new Region([0, 0, 0], [5, 8, 8]));
            await written.WriteAsync<ushort>(Enumerable.Repeat(round, (int)written.Shape.ElementCount).ToArray(), Region.Whole(written.Shape));
            var read = await array.ReadAsync<ushort>(new Region([0, 8, 8], [5, 16, 8]));
            Assert.All(read, element => Assert.Equal(round, element));
        }
    }

    [Fact]
    public async Task The_index_of_a_shard_is_requested_once_and_inner_chunks_once_each()
    {
        using var folder = new TemporaryFolder();
        await WriteAsync(folder.Path, [Codec.Sharding([5, 8, 8], Codec.Bytes())]);
        var served = await server.ServeAsync(folder.Path);
        var array = await ZarrArray.OpenAsync(StoreLocation.Parse(served.Address.AbsoluteUri));
        served.Clear();
        for (var x = 0; x < 4; x++)
        {
            await array.ReadAsync<ushort>(new Region([0, 0, 8 * x], [5, 8, 8]));
        }

        Assert.Equal(5, served.Log.Count);
        Assert.StartsWith("bytes=-", served.Log[0].Range, StringComparison.Ordinal);
    }

    private static ICodec[] CodecsOf(string name) => name switch
    {
        "plain" => [Codec.Bytes()],
        "blosc" => [Codec.Bytes(), Codec.Blosc(2, blockSize: 1024)],
        "sharded" => [Codec.Sharding([5, 8, 8], Codec.Bytes(), Codec.Crc32c())],
        "sharded blosc" => [Codec.Sharding([10, 16, 32], Codec.Bytes(), Codec.Blosc(2, blockSize: 1024))],
        "shards in shards" => [Codec.Sharding([5, 16, 16], Codec.Sharding([5, 8, 8], Codec.Bytes()))],
        _ => [IndexAtStart(Codec.Sharding([5, 8, 8], Codec.Bytes()))],
    };

    private static ICodec IndexAtStart(ICodec codec)
    {
        var metadata = codec.ToMetadata();
        metadata.Configuration!["index_location"] = "start";
        return CodecRegistry.Default.Create(metadata);
    }

    private static ServingRules RulesOf(string name) => name switch
    {
        "right" => new(),
        "no ranges" => new() { Ranges = false },
        "no suffixes" => new() { Suffixes = SuffixAnswer.Whole },
        "weak tags" => new() { TagPrefix = "W/", LastModified = true },
        "no tags" => new() { TagPrefix = null },
        _ => new() { Missing = 403 },
    };

    private static async Task<ZarrArray> WriteAsync(string folder, ICodec[] codecs)
    {
        var metadata = new ArrayMetadata
        {
            Shape = [23, 40, 50],
            ChunkShape = [10, 32, 32],
            DataType = DataType.UInt16,
            FillValue = FillValue.Of<ushort>(7),
            Codecs = [.. codecs.Select(codec => codec.ToMetadata())],
        };
        var array = await ZarrArray.CreateAsync(new FileSystemStore(folder), StorePrefix.Root, metadata);

        // The last planes stay without chunks.
        var region = new Region([0, 0, 0], [20, 40, 50]);
        ushort[] elements = [.. Enumerable.Range(0, (int)region.Shape.ElementCount).Select(i => (ushort)(i * 7))];
        await array.WriteAsync<ushort>(elements, region);
        return array;
    }
}
