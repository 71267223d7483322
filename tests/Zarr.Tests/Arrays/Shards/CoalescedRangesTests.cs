using Xunit;
using Zarr.Arrays.Shards;
using Zarr.Codecs.Sharding;

namespace Zarr.Tests.Arrays.Shards;

public sealed class CoalescedRangesTests
{
    private const int Gap = BufferSizes.LargestGap;
    private const int Longest = BufferSizes.LongestRequest;

    // Offsets and lengths of inner chunks, and of the requests.
    public static TheoryData<(long, int)[], (long, int)[]> Cases { get; } = new()
    {
        { [], [] },
        { [(5, 3)], [(5, 3)] },
        { [(5, 3), (8, 2)], [(5, 5)] },
        { [(8, 2), (5, 3)], [(5, 5)] },
        { [(0, 10), (10 + Gap, 10)], [(0, 20 + Gap)] },
        { [(0, 10), (11 + Gap, 10)], [(0, 10), (11 + Gap, 10)] },
        { [(0, 10), (0, 10), (3, 2)], [(0, 10)] },
        { [(0, Longest), (Longest, 1)], [(0, Longest), (Longest, 1)] },
        { [(0, Longest - 1), (Longest - 1, 1)], [(0, Longest)] },
        { [(0, Longest + 5), (Longest + 5, 1)], [(0, Longest + 5), (Longest + 5, 1)] },
        { [(long.MaxValue - 10, 10), (0, 1)], [(0, 1), (long.MaxValue - 10, 10)] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Near_ranges_become_one_request_of_limited_length((long, int)[] parts, (long, int)[] requests)
    {
        var ranges = CoalescedRanges.Of([.. parts.Select(part => new StoredPart(default, new ShardEntry(part.Item1, part.Item2)))], BufferSizes.LargestGap, Longest);
        Assert.Equal(requests, ranges.Select(range => (range.Offset, range.Length)));
        Assert.Equal(parts.Length, ranges.Sum(range => range.Parts.Count));
    }
}
