using Zarr.Arrays.Shards;
using Zarr.Codecs.Sharding;
using Zarr.Stores;

namespace Zarr.Checking;

/// <summary>Checks shards: the index, how the inner chunks lie in the bytes, and the inner chunks one by one. Only some of them are in memory at a time.</summary>
/// <param name="chunks">Checks inner chunks.</param>
/// <param name="totals">Counts what was read.</param>
/// <param name="maxChunks">The most inner chunks of each shard that are read; null for all.</param>
internal sealed class ShardChecker(ChunkChecker chunks, CheckTotals totals, int? maxChunks)
{
    /// <summary>Checks a shard.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="threads">The most inner chunks that are decoded at the same time.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    internal async ValueTask CheckAsync(CheckedShard shard, int threads, CancellationToken cancellationToken)
    {
        if (await IndexAsync(shard, cancellationToken).ConfigureAwait(false) is not { } index)
        {
            return;
        }

        var (placed, errors) = Place(shard, index);
        ShardRemarks.Add(placed, shard.Codec.Index, shard.Length, isComplete: errors == 0, shard.Sink);
        if (placed.Count + errors == 0)
        {
            totals.AddFillOnly();
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        var chosen = Choose(placed);
        await (shard.Codec.Inner.Shards is { } nested
            ? Parallel.ForEachAsync(chosen, parallel, (chunk, token) => CheckAsync(shard.Nested(nested, chunk), 1, token))
            : Parallel.ForEachAsync(RangesOf(shard, chosen), parallel, (range, token) => CheckRangeAsync(shard, range, token))).ConfigureAwait(false);
    }

    private async ValueTask<ShardIndex?> IndexAsync(CheckedShard shard, CancellationToken cancellationToken)
    {
        var format = shard.Codec.Index;
        var start = format.AtEnd ? Math.Max(0, shard.Length - format.Length) : 0;
        using var stored = await shard.Bytes.ReadAsync(ByteRange.FromOffset(start, format.Length), cancellationToken).ConfigureAwait(false);
        try
        {
            var bytes = stored?.Memory ?? Memory<byte>.Empty;
            totals.AddStored(bytes.Length);
            return format.Decode(bytes.Span);
        }
        catch (CorruptDataException damage)
        {
            shard.Sink.Add(ChunkFindingKind.ShardIndex, damage.Message, damage.Codec);
            return null;
        }
    }

    /// <summary>The inner chunks whose entries are possible; the others are findings.</summary>
    private static (List<PlacedChunk> Placed, int Errors) Place(CheckedShard shard, ShardIndex index)
    {
        var (placed, errors) = (new List<PlacedChunk>(), 0);
        for (var number = 0; number < shard.Codec.Grid.Count; number++)
        {
            var error = index.TryFind(number, shard.Codec.Inner.EncodedLimit, out var found);
            if (found is { } entry && entry.End > shard.Length)
            {
                error = BoundSharding.Beyond(number, entry, shard.Length);
            }

            if (error is not null)
            {
                shard.Sink.Add(number, error);
                errors++;
            }
            else if (found is { } inside)
            {
                placed.Add(new PlacedChunk(number, inside));
            }
        }

        return (placed, errors);
    }

    private IReadOnlyList<PlacedChunk> Choose(List<PlacedChunk> placed)
    {
        if (maxChunks is not { } max)
        {
            return placed;
        }

        var sample = new Sample<PlacedChunk>(
            max, Comparer<PlacedChunk>.Create((left, right) => left.Number.CompareTo(right.Number)), chunk => StableHash.Of((ulong)chunk.Number));
        placed.ForEach(sample.Add);
        return sample.Chosen;
    }

    private static IReadOnlyList<CoalescedRange> RangesOf(CheckedShard shard, IReadOnlyList<PlacedChunk> chosen)
    {
        var longest = shard.Bytes.PrefersShortReads ? BufferSizes.LongestRead : BufferSizes.LongestRequest;
        return CoalescedRanges.Of([.. chosen.Select(chunk => new StoredPart(new InnerPart(chunk.Number, default, default), chunk.Entry))], BufferSizes.LargestGap, longest);
    }

    private async ValueTask CheckRangeAsync(CheckedShard shard, CoalescedRange range, CancellationToken cancellationToken)
    {
        using var fetched = await shard.Bytes.ReadAsync(ByteRange.FromOffset(range.Offset, range.Length), cancellationToken).ConfigureAwait(false);
        var bytes = fetched?.Memory ?? Memory<byte>.Empty;
        foreach (var part in range.Parts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CheckInner(shard, new PlacedChunk(part.Part.Number, part.Entry), bytes.Span[(int)Math.Min(bytes.Length, part.Entry.Offset - range.Offset)..]);
        }
    }

    private void CheckInner(CheckedShard shard, PlacedChunk chunk, ReadOnlySpan<byte> bytes)
    {
        totals.AddInnerChunk();
        Span<long> start = stackalloc long[shard.Codec.Grid.Inner.Rank];
        shard.StartOf(chunk.Number, start);
        chunks.Check(shard.Codec.Inner, bytes[..Math.Min(bytes.Length, chunk.Entry.Length)], start, shard.Sink.Inner(chunk.Number));
    }
}
