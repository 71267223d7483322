using System.Runtime.InteropServices;
using Xunit;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests;

public sealed class ArraySourcePlanesTests
{
    private static readonly Shape Whole = [2, 3, 5, 4];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_region_is_that_of_the_planes()
    {
        var source = ArraySource.FromPlanes(Planes(stride: 7), Whole, DataType.UInt16, 7);
        var random = new Random(1);
        for (var i = 0; i < 300; i++)
        {
            var offset = Whole.Select(length => random.NextInt64(length)).ToArray();
            var region = new Region(offset, Shape.Create([.. Whole.Select((length, d) => random.NextInt64(length - offset[d] + 1))]));
            var bytes = new byte[region.Shape.ElementCount * 2];
            await source.ReadAsync(region, bytes, Cancel);
            Assert.Equal(Expected(region), MemoryMarshal.Cast<byte, ushort>(bytes).ToArray());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Arrays_and_shards_are_written_from_planes(bool isSharded)
    {
        var codecs = isSharded ? new[] { Zarr.Codecs.Codec.Sharding([1, 2, 2, 2], [Zarr.Codecs.Codec.Bytes()]) } : [Zarr.Codecs.Codec.Bytes()];
        var metadata = new ArrayMetadata { Shape = Whole, DataType = DataType.UInt16, ChunkShape = [2, 2, 4, 4], Codecs = [.. codecs.Select(codec => codec.ToMetadata())] };
        var array = await ZarrArray.CreateAsync(new MemoryStore(), StorePrefix.Root, metadata, cancellationToken: Cancel);
        await array.WriteAsync(ArraySource.FromPlanes(Planes(stride: 7), Whole, DataType.UInt16, 7), Region.Whole(Whole), null, Cancel);
        Assert.Equal(Expected(Region.Whole(Whole)), await array.ReadAsync<ushort>(Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chunks_of_planes_that_do_not_change_are_written_as_others_are(bool isSharded)
    {
        var inner = Zarr.Codecs.Codec.Bytes(bigEndian: true);
        var codecs = isSharded ? Zarr.Codecs.Codec.Sharding([1, 1, 2, 4], [inner]) : inner;
        Shape[] chunks = [[1, 1, 2, 4], [1, 1, 4, 2], [2, 1, 2, 4], [1, 1, 1, 2]];
        foreach (var chunk in isSharded ? chunks[..1] : chunks)
        {
            var metadata = new ArrayMetadata { Shape = Whole, DataType = DataType.UInt16, ChunkShape = chunk, Codecs = [codecs.ToMetadata()] };
            foreach (var stride in new[] { 4, 7 })
            {
                var array = await ZarrArray.CreateAsync(new MemoryStore(), StorePrefix.Root, metadata, cancellationToken: Cancel);
                await array.WriteAsync(ArraySource.FromPlanes(Planes(stride), Whole, DataType.UInt16, stride, isImmutable: true), Region.Whole(Whole), null, Cancel);
                Assert.Equal(Expected(Region.Whole(Whole)), await array.ReadAsync<ushort>(Cancel));
            }
        }
    }

    [Fact]
    public void Only_rows_without_gaps_of_one_plane_that_does_not_change_are_used_in_place()
    {
        var planes = Planes(4);
        var source = (IMemorySource)ArraySource.FromPlanes(planes, Whole, DataType.UInt16, isImmutable: true);
        Assert.Equal(planes[5].Slice(8, 16), source.InPlace(new Region([1, 2, 1, 0], [1, 1, 2, 4])));
        Assert.Equal(planes[5].Slice(10, 4), source.InPlace(new Region([1, 2, 1, 1], [1, 1, 1, 2])));
        Assert.Null(source.InPlace(new Region([1, 2, 1, 1], [1, 1, 2, 2])));
        Assert.Null(source.InPlace(new Region([1, 1, 0, 0], [1, 2, 5, 4])));
        Assert.Null(source.InPlace(new Region([1, 0, 0, 0], [1, 1, 2, 4]))); // the empty plane
        Assert.Null(((IMemorySource)ArraySource.FromPlanes(planes, Whole, DataType.UInt16)).InPlace(new Region([1, 2, 1, 0], [1, 1, 2, 4])));
        Assert.Null(((IMemorySource)ArraySource.FromPlanes(Planes(7), Whole, DataType.UInt16, 7, isImmutable: true)).InPlace(new Region([1, 2, 1, 0], [1, 1, 2, 4])));
    }

    [Fact]
    public void Planes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ArraySource.FromPlanes(Planes(4), [2, 2, 5, 4], DataType.UInt16));
        Assert.Throws<ArgumentException>(() => ArraySource.FromPlanes(Planes(4), [2, 3, 6, 4], DataType.UInt16));
        Assert.Throws<ArgumentException>(() => ArraySource.FromPlanes([], [4], DataType.UInt16));
        Assert.Throws<ArgumentOutOfRangeException>(() => ArraySource.FromPlanes(Planes(4), Whole, DataType.UInt16, 3));
    }

    // The fourth plane is empty, and zero.
    private static ReadOnlyMemory<byte>[] Planes(int stride) =>
        [.. Enumerable.Range(0, 6).Select(plane => plane == 3 ? ReadOnlyMemory<byte>.Empty : MemoryMarshal.AsBytes<ushort>(Plane(plane, stride)).ToArray())];

    private static ushort[] Plane(int plane, int stride) => [.. Enumerable.Range(0, (4 * stride) + 4).Select(i => i % stride < 4 ? Value(plane, i / stride, i % stride) : ushort.MaxValue)];

    private static ushort Value(long plane, long y, long x) => plane == 3 ? (ushort)0 : (ushort)((plane * 1000) + (y * 10) + x + 1);

    private static ushort[] Expected(Region region)
    {
        var expected = new List<ushort>();
        for (var t = region.Offset[0]; t < region.Offset[0] + region.Shape[0]; t++)
        {
            for (var c = region.Offset[1]; c < region.Offset[1] + region.Shape[1]; c++)
            {
                for (var y = region.Offset[2]; y < region.Offset[2] + region.Shape[2]; y++)
                {
                    for (var x = region.Offset[3]; x < region.Offset[3] + region.Shape[3]; x++)
                    {
                        expected.Add(Value((t * 3) + c, y, x));
                    }
                }
            }
        }

        return [.. expected];
    }
}
