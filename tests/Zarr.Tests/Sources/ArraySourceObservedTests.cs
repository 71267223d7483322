using System.Collections.Concurrent;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Sources;

/// <summary>Sources that show what is read of them.</summary>
public sealed class ArraySourceObservedTests
{
    private static readonly ushort[] Elements = [.. Enumerable.Range(0, 7 * 10).Select(i => (ushort)i)];

    public static TheoryData<bool, bool> Kinds => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Each_element_of_the_part_is_shown_once_and_stored(bool isInMemory, bool isSharded)
    {
        var part = new Region([1, 2], [6, 8]);
        var seen = new ConcurrentDictionary<(long Y, long X), ushort>();
        var observed = ArraySource.Observed(Source(isInMemory), part, (region, elements) =>
        {
            for (var i = 0; i < region.Shape.ElementCount; i++)
            {
                Assert.True(seen.TryAdd((region.Offset[0] + (i / region.Shape[1]), region.Offset[1] + (i % region.Shape[1])), BitConverter.ToUInt16(elements[(2 * i)..])));
            }
        });
        var array = await ArrayAsync(isSharded);
        await array.WriteAsync(observed);
        Assert.Equal(48, seen.Count);
        Assert.All(seen, one => Assert.Equal((one.Key.Y * 10) + one.Key.X, one.Value));
        Assert.Equal(Enumerable.Range(0, 48).Select(i => seen[(1 + (i / 8), 2 + (i % 8))]), await array.ReadAsync<ushort>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Parts_of_a_source_in_memory_do_not_divide_boxes(bool isSharded)
    {
        var regions = new ConcurrentBag<Region>();
        var seen = new ConcurrentDictionary<(long Y, long X), ushort>();
        var source = ArraySource.FromMemory<ushort>(Elements, [7, 10]);
        var observed = ArraySource.Observed(
            source,
            new Region([2, 0], [5, 10]),
            (region, elements) =>
            {
                regions.Add(region);
                for (var i = 0; i < region.Shape.ElementCount; i++)
                {
                    Assert.True(seen.TryAdd((region.Offset[0] + (i / region.Shape[1]), region.Offset[1] + (i % region.Shape[1])), BitConverter.ToUInt16(elements[(2 * i)..])));
                }
            },
            [2, 3]);
        var array = await ArrayAsync(isSharded, [5, 10]);
        await array.WriteAsync(observed);
        Assert.Equal(Elements[20..], await array.ReadAsync<ushort>());
        Assert.Equal(50, seen.Count);
        Assert.All(seen, one => Assert.Equal((one.Key.Y * 10) + one.Key.X, one.Value));
        Assert.All(regions, region => Assert.True(region.Offset[0] % 2 == 0 && region.Offset[1] % 3 == 0, $"{region}"));
        Assert.All(regions, region => Assert.True((region.Offset[0] + region.Shape[0]) is 4 or 6 or 7 && (region.Offset[1] + region.Shape[1]) is 3 or 6 or 9 or 10, $"{region}"));
        Assert.InRange(regions.Count, isSharded ? 12 : 6, 15);
    }

    [Fact]
    public async Task A_source_whose_last_dimension_is_not_the_nearest_is_shown_as_it_is_read()
    {
        var regions = new ConcurrentBag<Region>();
        var transposed = ArraySource.FromStrided<ushort>(Elements, [10, 7], [1, 10]);
        var array = await ArrayAsync(isSharded: false, [10, 7], [10, 7]);
        await array.WriteAsync(ArraySource.Observed(transposed, new Region([0, 0], [10, 7]), (region, _) => regions.Add(region), [2, 2]));
        Assert.Equal([new Region([0, 0], [10, 7])], regions);
    }

    [Theory]
    [InlineData(new long[] { 2, 0 })]
    [InlineData(new long[] { 2 })]
    public void Boxes_that_divide_nothing_are_refused(long[] boxes) => Assert.Equal(
        $"boxes of {Shape.Create(boxes)} do not divide a source of {Shape.Create([7, 10])} (Parameter 'boxes')",
        Assert.Throws<ArgumentException>(() => ArraySource.Observed(Source(isInMemory: true), new Region([0, 0], [7, 10]), (_, _) => { }, Shape.Create(boxes))).Message);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_observer_that_fails_stops_the_writing(bool isInMemory, bool isSharded)
    {
        var observed = ArraySource.Observed(Source(isInMemory), new Region([1, 2], [6, 8]), (_, _) => throw new TimeoutException());
        var array = await ArrayAsync(isSharded);
        await Assert.ThrowsAsync<TimeoutException>(() => array.WriteAsync(observed));
    }

    [Fact]
    public void A_part_beyond_the_source_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ArraySource.Observed(Source(isInMemory: true), new Region([1, 2], [7, 8]), (_, _) => { }));

    private static IArraySource Source(bool isInMemory)
    {
        var memory = ArraySource.FromMemory<ushort>(Elements, [7, 10]);
        return isInMemory ? memory : ArraySource.FromFunction(memory.Shape, memory.DataType, memory.ReadAsync);
    }

    private static Task<ZarrArray> ArrayAsync(bool isSharded, Shape? shape = null, Shape? chunk = null) => ZarrArray.CreateAsync(new MemoryStore(), StorePrefix.Root, new ArrayMetadata
    {
        Shape = shape ?? [6, 8],
        DataType = DataType.UInt16,
        ChunkShape = chunk ?? (isSharded ? [6, 6] : [4, 3]),
        Codecs = isSharded ? [new ShardingCodec([2, 3], new BytesCodec()).ToMetadata()] : [new BytesCodec().ToMetadata()],
    });
}
