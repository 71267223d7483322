using Zarr.Codecs.Sharding;
using Zarr.Stores;

namespace Zarr.Arrays.Shards;

/// <summary>One attempt to read a box of a stored shard into a target.</summary>
/// <param name="indexes">The indexes that are known.</param>
/// <param name="key">The stored shard.</param>
/// <param name="target">Receives the elements.</param>
/// <param name="threads">How many inner chunks may be worked on at the same time.</param>
internal sealed class ShardPass(ShardIndexCache indexes, StoreKey key, RegionTarget target, int threads)
{
    /// <summary>Reads what is wanted of a shard.</summary>
    /// <returns>Whether the shard is stored.</returns>
    internal ValueTask<bool> ReadAsync(ShardView view, CancellationToken cancellationToken) => ReadAsync(view, threads, cancellationToken);

    private async ValueTask<bool> ReadAsync(ShardView view, int degree, CancellationToken cancellationToken)
    {
        if (await IndexAsync(view, cancellationToken).ConfigureAwait(false) is not { } index)
        {
            target.Fill(view.Target);
            return false;
        }

        var (alone, inside) = Sort(view, index);
        var groups = ByteGroups.Of(alone, view.Bytes.PrefersShortReads ? BufferSizes.LongestRead : BufferSizes.LongestRequest);
        await ForEachAsync(groups, degree, (group, share, token) => ReadGroupAsync(view, group, share, token), cancellationToken).ConfigureAwait(false);
        await ForEachAsync(
            inside,
            degree,
            (part, share, token) => ReadInsideAsync(view, part, new BytesInside(view.Bytes, part.Entry.Offset, part.Entry.Length), share, token),
            cancellationToken).ConfigureAwait(false);
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

    private async ValueTask<ShardIndex?> IndexAsync(ShardView view, CancellationToken cancellationToken)
    {
        if (indexes.Find(key, view.Bytes.Version, view.Depth, view.Base) is { } known)
        {
            return known;
        }

        var format = view.Codec.Index;
        var range = format.AtEnd ? ByteRange.Suffix(format.Length) : ByteRange.FromOffset(0, format.Length);
        using var stored = await view.Bytes.ReadAsync(range, cancellationToken).ConfigureAwait(false);
        if (stored is null)
        {
            return null;
        }

        var index = format.Decode(stored.Memory.Span);
        indexes.Add(key, view.Bytes.Version, view.Depth, view.Base, index);
        return index;
    }

    /// <summary>Fills what is missing, and divides the rest into inner chunks to be fetched and shards of which only parts are.</summary>
    private (List<StoredPart> Alone, List<StoredPart> Inside) Sort(ShardView view, ShardIndex index)
    {
        var (alone, inside) = (new List<StoredPart>(), new List<StoredPart>());
        for (var ordinal = 0L; ordinal < view.Selection.Count; ordinal++)
        {
            var part = view.Part(ordinal);
            if (index.Find(part.Number, view.Codec.Inner.EncodedLimit) is { } entry)
            {
                var stored = new StoredPart(part, entry);
                (IsFetched(view, stored) ? alone : inside).Add(stored);
            }
            else
            {
                target.Fill(part.Target);
            }
        }

        return (alone, inside);
    }

    private static bool IsFetched(ShardView view, StoredPart part) =>
        view.Codec.Inner.Shards is not { } codec
        || ((!view.Bytes.PrefersShortReads || part.Entry.Length <= BufferSizes.LongestRead) && view.Inside(codec, part.Part, part.Entry, view.Bytes).IsMostlyWanted);

    private async ValueTask ReadGroupAsync(ShardView view, ByteGroup group, int degree, CancellationToken cancellationToken)
    {
        using var fetched = await view.Bytes.ReadAsync(ByteRange.FromOffset(group.Offset, group.Length), cancellationToken).ConfigureAwait(false);
        var bytes = fetched?.Memory ?? Memory<byte>.Empty;
        await ForEachAsync(
            group.Parts, degree, (part, share, token) => ReadFetchedAsync(view, part, Piece(view, part, group, bytes), share, token), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The bytes of one inner chunk out of those of its group.</summary>
    private static Memory<byte> Piece(ShardView view, StoredPart part, ByteGroup group, Memory<byte> fetched)
    {
        view.Codec.RequireInside(part.Part.Number, part.Entry, group.Offset + fetched.Length);
        return fetched.Slice((int)(part.Entry.Offset - group.Offset), part.Entry.Length);
    }

    private ValueTask ReadFetchedAsync(ShardView view, StoredPart part, Memory<byte> bytes, int degree, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (view.Codec.Inner.Shards is not null)
        {
            return ReadInsideAsync(view, part, new FetchedBytes(bytes, view.Bytes.Version), degree, cancellationToken);
        }

        Decode(view.Codec, part.Part, bytes.Span);
        return ValueTask.CompletedTask;
    }

    private void Decode(BoundSharding codec, InnerPart part, ReadOnlySpan<byte> bytes)
    {
        try
        {
            target.Decode(codec.Inner, bytes, codec.Grid.Inner, part.Box, part.Target);
        }
        catch (CorruptDataException damage)
        {
            throw codec.DamagedInner(part.Number, damage);
        }
    }

    private async ValueTask ReadInsideAsync(ShardView view, StoredPart part, IByteSource bytes, int degree, CancellationToken cancellationToken)
    {
        var codec = view.Codec.Inner.Shards ?? throw new InvalidOperationException("only a shard has an inside");
        await ReadAsync(view.Inside(codec, part.Part, part.Entry, bytes), degree, cancellationToken).ConfigureAwait(false);
    }
}
