using Interop.Cases;
using Interop.Zarrita;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Interop;

/// <summary>Zarrita reads the transposed chunks that this library writes, and the arrays of Zarr v2 that both read are the same to both.</summary>
public sealed class TransposeInteropTests(ZarritaProcess zarrita)
{
    private static readonly int[][] Orders =
    [
        [], [0], [0, 1], [1, 0], [0, 2, 1], [1, 2, 0], [2, 0, 1], [2, 1, 0], [1, 2, 3, 0], [3, 1, 0, 2], [4, 3, 2, 1, 0], [1, 2, 4, 0, 3],
    ];

    [Fact]
    public async Task Zarrita_reads_every_order_also_those_that_are_not_their_own_inverse()
    {
        var cases = (
            from type in JavaScriptTypes.All.Index()
            from order in Orders.Index()
            select CaseOf($"{type.Item}/{order.Index}", type.Item, order.Item, (type.Index * Orders.Length) + order.Index)).ToList();
        var found = await ZarritaBatch.ReadAsync(zarrita, cases);
        Assert.All(cases.Zip(found), one => ZarritaBatch.AssertSame(one.First, one.Second));
    }

    [Theory]
    [InlineData("zarrita-js/v2/data.zarr/1d.contiguous.lz4.i2")]
    [InlineData("zarrita-js/v2/data.zarr/1d.contiguous.zlib.i2")]
    [InlineData("zarrita-js/v2/data.zarr/1d.contiguous.f4.be")]
    [InlineData("zarrita-js/v2/data.zarr/3d.chunked.mixed.i2.F")]
    [InlineData("zarr-java/ome/v0.4/1")]
    public async Task Arrays_of_version_2_are_the_same_to_zarrita(string path)
    {
        var folder = SharedData.PathOrSkip("zarr-v3-samples");
        var found = Assert.Single(await zarrita.ReadAsync(folder, [path]));
        Assert.Null(found.Error);
        IArraySource array = await ZarrArray.OpenAsync(new FileSystemStore(folder), new StorePrefix(path));
        var elements = new byte[array.Shape.ElementCount * array.DataType.Size];
        await array.ReadAsync(Region.Whole(array.Shape), elements, CancellationToken.None);
        Assert.Equal(found.Elements, elements);
    }

    private static ArrayCase CaseOf(string path, DataType type, int[] order, int seed)
    {
        long[] shape = [3, 7, 4, 5, 2];
        long[] chunk = [2, 3, 4, 3, 2];
        var metadata = new ArrayMetadata
        {
            Shape = Shape.Create(shape.AsSpan(0, order.Length)),
            ChunkShape = Shape.Create(chunk.AsSpan(0, order.Length)),
            DataType = type,
            Codecs = [Codec.Transpose(order).ToMetadata(), Codec.Bytes().ToMetadata(), Codec.Zstd(1).ToMetadata()],
        };
        return ArrayCase.Create(path, metadata, Region.Whole(metadata.Shape), seed);
    }
}
