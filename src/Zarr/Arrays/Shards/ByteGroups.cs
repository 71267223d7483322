namespace Zarr.Arrays.Shards;

/// <summary>Inner chunks that are fetched by one request.</summary>
/// <param name="Offset">First byte in the shard.</param>
/// <param name="Length">Bytes up to the end of the last one.</param>
/// <param name="Parts">The inner chunks.</param>
internal sealed record ByteGroup(long Offset, int Length, IReadOnlyList<StoredPart> Parts);

/// <summary>Joins the byte ranges of inner chunks into as few requests as is sensible.</summary>
internal static class ByteGroups
{
    /// <summary>Groups inner chunks by where they are; they may lie in any order, with gaps, and even share bytes.</summary>
    /// <param name="parts">The inner chunks; they are put in order.</param>
    /// <param name="longest">The most bytes of a request for several of them.</param>
    internal static IReadOnlyList<ByteGroup> Of(List<StoredPart> parts, int longest)
    {
        var groups = new List<ByteGroup>();
        parts.Sort((left, right) => left.Entry.Offset.CompareTo(right.Entry.Offset));
        for (var first = 0; first < parts.Count;)
        {
            var start = parts[first].Entry.Offset;
            var end = parts[first].Entry.End;
            var next = first + 1;
            for (; next < parts.Count && Joins(parts[next].Entry, start, end, longest); next++)
            {
                end = Math.Max(end, parts[next].Entry.End);
            }

            groups.Add(new ByteGroup(start, (int)(end - start), parts.GetRange(first, next - first)));
            first = next;
        }

        return groups;
    }

    private static bool Joins(Codecs.Sharding.ShardEntry entry, long start, long end, int longest) =>
        entry.Offset - end <= BufferSizes.LargestGap && Math.Max(end, entry.End) - start <= longest;
}
