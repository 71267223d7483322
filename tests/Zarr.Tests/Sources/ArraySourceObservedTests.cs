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

    private static Task<ZarrArray> ArrayAsync(bool isSharded) => ZarrArray.CreateAsync(new MemoryStore(), StorePrefix.Root, new ArrayMetadata
    {
        Shape = [6, 8],
        DataType = DataType.UInt16,
        ChunkShape = isSharded ? [6, 6] : [4, 3],
        Codecs = isSharded ? [new ShardingCodec([2, 3], new BytesCodec()).ToMetadata()] : [new BytesCodec().ToMetadata()],
    });
}
