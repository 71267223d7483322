namespace Zarr.Arrays.Shards;

/// <summary>A byte range of a shard that one request fetches, and the inner chunks in it.</summary>
/// <param name="Offset">Offset of the first byte in the shard.</param>
/// <param name="Length">Number of bytes, up to the end of the last inner chunk.</param>
/// <param name="Parts">The inner chunks.</param>
internal sealed record CoalescedRange(long Offset, int Length, IReadOnlyList<StoredPart> Parts);

/// <summary>Coalesces the byte ranges of inner chunks, so that neighbours share one request.</summary>
internal static class CoalescedRanges
{
    /// <summary>Coalesces inner chunks by their offsets. The chunks may lie in any order, have gaps between them, and share bytes.</summary>
    /// <param name="parts">The inner chunks; the method sorts the list by offset.</param>
    /// <param name="largestGap">The most unwanted bytes between two inner chunks that share a request.</param>
    /// <param name="longest">The most bytes of one request for several inner chunks.</param>
    internal static IReadOnlyList<CoalescedRange> Of(List<StoredPart> parts, int largestGap, int longest)
    {
        var ranges = new List<CoalescedRange>();
        parts.Sort((left, right) => left.Entry.Offset.CompareTo(right.Entry.Offset));
        for (var first = 0; first < parts.Count;)
        {
            var start = parts[first].Entry.Offset;
            var end = parts[first].Entry.End;
            var next = first + 1;
            for (; next < parts.Count && parts[next].Entry.Offset - end <= largestGap && Math.Max(end, parts[next].Entry.End) - start <= longest; next++)
            {
                end = Math.Max(end, parts[next].Entry.End);
            }

            ranges.Add(new CoalescedRange(start, (int)(end - start), parts.GetRange(first, next - first)));
            first = next;
        }

        return ranges;
    }
}
