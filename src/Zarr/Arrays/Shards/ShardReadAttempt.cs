using Zarr.Arrays.Blocks;
using Zarr.Codecs.Sharding;
using Zarr.Stores;

namespace Zarr.Arrays.Shards;

/// <summary>One attempt to read a box of a stored shard into a target.</summary>
/// <param name="indexes">The cached indexes.</param>
/// <param name="blocks">Reads parts of inner chunks.</param>
/// <param name="key">Key of the stored shard.</param>
/// <param name="target">Receives the elements.</param>
/// <param name="largestGap">The most unwanted bytes between two inner chunks that share a request.</param>
/// <param name="threads">The most inner chunks that are decoded at the same time.</param>
internal sealed class ShardReadAttempt(ShardIndexCache indexes, BlockReader blocks, StoreKey key, RegionTarget target, int largestGap, int threads)
{
    /// <summary>Reads the selected box of a shard.</summary>
    /// <returns>Whether the shard is stored.</returns>
    internal ValueTask<bool> ReadAsync(ShardSelection selection, CancellationToken cancellationToken) => ReadAsync(selection, threads, cancellationToken);

    private async ValueTask<bool> ReadAsync(ShardSelection selection, int degree, CancellationToken cancellationToken)
    {
        if (await IndexAsync(selection, cancellationToken).ConfigureAwait(false) is not { } index)
        {
            target.Fill(selection.Target);
            return false;
        }

        var (whole, partial) = Sort(selection, index);
        var ranges = CoalescedRanges.Of(whole, largestGap, selection.Bytes.PrefersShortReads ? BufferSizes.LongestRead : BufferSizes.LongestRequest);
        await ForEachAsync(ranges, degree, (range, share, token) => ReadRangeAsync(selection, range, share, token), cancellationToken).ConfigureAwait(false);
        await ForEachAsync(partial, degree, (part, share, token) => ReadPartAsync(selection, part, share, token), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static async ValueTask ForEachAsync<T>(
        IReadOnlyList<T> items, int degree, Func<T, int, CancellationToken, ValueTask> work, CancellationToken cancellationToken)
    {
        var share = Math.Max(1, degree / Math.Max(1, items.Count));
        if (degree == 1 || items.Count <= 1)
        {
            foreach (var item in items)
            {
                await work(item, share, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = degree, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(items, parallel, (item, token) => work(item, share, token)).ConfigureAwait(false);
    }

    private async ValueTask<ShardIndex?> IndexAsync(ShardSelection selection, CancellationToken cancellationToken)
    {
        if (indexes.Find(key, selection.Bytes.Version, selection.Depth, selection.Base) is { } known)
        {
            return known;
        }

        var format = selection.Codec.Index;
        var range = format.AtEnd ? ByteRange.Suffix(format.Length) : ByteRange.FromOffset(0, format.Length);
        using var stored = await selection.Bytes.ReadAsync(range, cancellationToken).ConfigureAwait(false);
        if (stored is null)
        {
            return null;
        }

        var index = format.Decode(stored.Memory.Span);
        indexes.Add(key, selection.Bytes.Version, selection.Depth, selection.Base, index);
        return index;
    }

    /// <summary>Fills the inner chunks that are not stored. Divides the others into those to be fetched whole and those to be fetched in part: nested shards, and chunks that consist of blocks.</summary>
    private (List<StoredPart> Whole, List<StoredPart> Partial) Sort(ShardSelection selection, ShardIndex index)
    {
        var (whole, partial) = (new List<StoredPart>(), new List<StoredPart>());
        for (var ordinal = 0L; ordinal < selection.InnerChunks.Count; ordinal++)
        {
            var part = selection.Part(ordinal);
            if (index.Find(part.Number, selection.Codec.Inner.EncodedLimit) is { } entry)
            {
                var stored = new StoredPart(part, entry);
                (IsFetched(selection, stored) ? whole : partial).Add(stored);
            }
            else
            {
                target.Fill(part.Target);
            }
        }

        return (whole, partial);
    }

    private bool IsFetched(ShardSelection selection, StoredPart part) => selection.Codec.Inner.Shards is not { } codec
        ? !selection.Bytes.NoticesChanges || !blocks.Wants(part.Part.Box, selection.Bytes, part.Entry.Length)
        : ((!selection.Bytes.PrefersShortReads || part.Entry.Length <= BufferSizes.LongestRead) && selection.Nested(codec, part.Part, part.Entry, selection.Bytes).IsMostlyWanted);

    private async ValueTask ReadRangeAsync(ShardSelection selection, CoalescedRange range, int degree, CancellationToken cancellationToken)
    {
        using var fetched = await selection.Bytes.ReadAsync(ByteRange.FromOffset(range.Offset, range.Length), cancellationToken).ConfigureAwait(false);
        var bytes = fetched?.Memory ?? Memory<byte>.Empty;
        await ForEachAsync(
            range.Parts, degree, (part, share, token) => ReadFetchedAsync(selection, part, Piece(selection, part, range, bytes), share, token), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The bytes of one inner chunk within its coalesced range.</summary>
    private static Memory<byte> Piece(ShardSelection selection, StoredPart part, CoalescedRange range, Memory<byte> fetched)
    {
        selection.Codec.RequireInside(part.Part.Number, part.Entry, range.Offset + fetched.Length);
        return fetched.Slice((int)(part.Entry.Offset - range.Offset), part.Entry.Length);
    }

    private ValueTask ReadFetchedAsync(ShardSelection selection, StoredPart part, Memory<byte> bytes, int degree, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (selection.Codec.Inner.Shards is not null)
        {
            return ReadNestedAsync(selection, part, new BufferedSource(bytes, selection.Bytes.Version), degree, cancellationToken);
        }

        Decode(selection.Codec, part.Part, bytes.Span);
        return ValueTask.CompletedTask;
    }

    private void Decode(BoundSharding codec, InnerPart part, ReadOnlySpan<byte> bytes)
    {
        try
        {
            BoxDecoder.Decode(codec.Inner, blocks.Limits, bytes, new BoxRequest(part.Box, part.Target, target));
        }
        catch (CorruptDataException damage)
        {
            throw codec.DamagedInner(part.Number, damage);
        }
    }

    private async ValueTask ReadPartAsync(ShardSelection selection, StoredPart part, int degree, CancellationToken cancellationToken)
    {
        var bytes = new SubrangeSource(selection.Bytes, part.Entry.Offset, part.Entry.Length);
        if (selection.Codec.Inner.Shards is not null)
        {
            await ReadNestedAsync(selection, part, bytes, degree, cancellationToken).ConfigureAwait(false);
            return;
        }

        var request = new BoxRequest(part.Part.Box, part.Part.Target, target);
        if (await blocks.TryReadAsync(bytes, key, selection.Base + part.Entry.Offset, request, cancellationToken).ConfigureAwait(false) is not true)
        {
            var whole = new CoalescedRange(part.Entry.Offset, part.Entry.Length, [part]);
            await ReadRangeAsync(selection, whole, degree, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask ReadNestedAsync(ShardSelection selection, StoredPart part, IByteSource bytes, int degree, CancellationToken cancellationToken)
    {
        var codec = selection.Codec.Inner.Shards ?? throw new InvalidOperationException("only a shard has an inside");
        await ReadAsync(selection.Nested(codec, part.Part, part.Entry, bytes), degree, cancellationToken).ConfigureAwait(false);
    }
}
