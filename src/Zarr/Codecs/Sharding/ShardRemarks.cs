namespace Zarr.Codecs.Sharding;

/// <summary>An inner chunk that a shard holds.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Entry">Its position.</param>
internal readonly record struct PlacedChunk(int Number, ShardEntry Entry);

/// <summary>Remarks how the inner chunks of a shard lie in its bytes.</summary>
internal static class ShardRemarks
{
    /// <summary>Sorts inner chunks by position, and remarks which share bytes, and which bytes belong to none.</summary>
    /// <param name="placed">The inner chunks that end within the shard.</param>
    /// <param name="index">The format of the index.</param>
    /// <param name="length">Bytes of the shard.</param>
    /// <param name="isComplete">Whether these are all inner chunks that the index names. If not, unclaimed bytes may be those of the others, and are not remarked.</param>
    /// <param name="remarks">Receives at most one remark of each kind.</param>
    internal static void Add(List<PlacedChunk> placed, ShardIndexFormat index, long length, bool isComplete, IRemarks remarks)
    {
        placed.Sort((left, right) => left.Entry.Offset.CompareTo(right.Entry.Offset));
        var (start, limit) = index.AtEnd ? (0L, length - index.Length) : (index.Length, length);
        var (end, last, dead, overlaps) = (start, default(int?), 0L, 0L);
        string? first = null;
        foreach (var (number, entry) in placed)
        {
            if (entry.Length > 0)
            {
                if (entry.Offset < end || entry.End > limit)
                {
                    overlaps++;
                    first ??= $"inner chunk {number} shares bytes with {(entry.Offset < end && last is { } other ? $"inner chunk {other}" : "the index")}";
                }

                dead += Math.Max(0, entry.Offset - end);
                (end, last) = entry.End > end ? (entry.End, number) : (end, last);
            }
        }

        dead += Math.Max(0, limit - end);
        if (first is not null)
        {
            remarks.Add(new CodecRemark(RemarkKind.ShardOverlap, BoundSharding.CodecName, overlaps == 1 ? first : $"{first}; {overlaps - 1:N0} more share bytes"));
        }
        else if (dead > 0 && isComplete)
        {
            remarks.Add(new CodecRemark(RemarkKind.ShardDeadBytes, BoundSharding.CodecName, $"{dead:N0} of {length:N0} bytes belong to no inner chunk"));
        }
    }
}
