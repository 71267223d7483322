using Interop.Cases;
using Interop.Zarrita;
using Stores.Integration.Http.Server;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Interop;

/// <summary>Zarrita and this library read the same arrays of a web server.</summary>
public sealed class HttpInteropTests(ZarritaProcess zarrita)
{
    [Theory]
    [InlineData(SuffixAnswer.Right)]
    [InlineData(SuffixAnswer.Whole)]
    public async Task Zarrita_reads_through_http_what_was_written_here(SuffixAnswer suffixes)
    {
        using var folder = new TemporaryFolder();
        await using var server = new WebServer();
        DataType[] types = [DataType.UInt8, DataType.UInt16, DataType.Float32];
        List<ArrayMetadata> arrays =
        [
            .. from type in types from chain in CodecChains.For(type) select MetadataOf(new("plain", [30, 41], [16, 16], [16, 16]), type, CodecChains.Create(chain, type)),
            .. from layout in ShardedLayout.All select MetadataOf(layout, DataType.UInt16, [Codec.Sharding(layout.Inner, Codec.Bytes(), Codec.Blosc(2)).ToMetadata()]),
        ];
        List<ArrayCase> cases = [.. arrays.Select((metadata, i) => ArrayCase.Create($"a b/{i}", metadata, Region.Whole(metadata.Shape), i))];
        await Parallel.ForEachAsync(cases, async (one, _) => await one.WriteAsync(new FileSystemStore(folder.Path)));
        var served = await server.ServeAsync(folder.Path, new() { Suffixes = suffixes });
        var found = await zarrita.ReadAsync(served.Address.AbsoluteUri, [.. cases.Select(one => one.Path)]);
        Assert.All(cases.Zip(found), one => ZarritaBatch.AssertSame(one.First, one.Second));
        foreach (var one in cases)
        {
            Assert.Equal(one.Expected(), await ReadAsync(served.Address, one.Path));
        }
    }

    [Fact]
    public async Task What_zarrita_writes_is_read_here_through_http()
    {
        using var folder = new TemporaryFolder();
        await using var server = new WebServer();
        long[][] shapes = [[17], [7, 11], [60, 70], [2, 3, 5, 4]];
        List<ZarritaArray> arrays = [.. shapes.Select((shape, i) => new ZarritaArray(
            $"{i}", "uint16", shape, [.. shape.Select(length => (length + 1) / 2)], [new() { ["name"] = "bytes", ["configuration"] = new System.Text.Json.Nodes.JsonObject { ["endian"] = "little" } }], 0, Samples.Elements(DataType.UInt16, Shape.Create(shape).ElementCount, i)))];
        Assert.All(await zarrita.WriteAsync(folder.Path, arrays), Assert.Null);
        var served = await server.ServeAsync(folder.Path);
        foreach (var array in arrays)
        {
            Assert.Equal(array.Elements, await ReadAsync(served.Address, array.Path));
        }
    }

    private static ArrayMetadata MetadataOf(ShardedLayout layout, DataType type, IReadOnlyList<NamedConfiguration> codecs) => new()
    {
        Shape = layout.Shape,
        ChunkShape = layout.Shard,
        DataType = type,
        Codecs = [.. codecs],
        FillValue = FillValues.NotZero(type),
    };

    private static async Task<byte[]> ReadAsync(Uri address, string path)
    {
        IArraySource array = await ZarrArray.OpenAsync(StoreLocation.Parse(address.AbsoluteUri).Below(path));
        var elements = new byte[array.Shape.ElementCount * array.DataType.Size];
        await array.ReadAsync(Region.Whole(array.Shape), elements, CancellationToken.None);
        return elements;
    }
}
