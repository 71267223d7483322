using System.Runtime.CompilerServices;
using Zarr.Arrays;
using Zarr.Stores;

namespace Zarr.Checking;

/// <summary>Decides which chunks of an array are read: those that a listing finds, or some of them. In a store that cannot be listed, chunks of the grid are asked for.</summary>
/// <param name="store">The store.</param>
/// <param name="array">The array.</param>
/// <param name="lister">Lists the keys.</param>
/// <param name="presence">Counts the chunks that a listing finds.</param>
/// <param name="totals">Learns how many chunks are read.</param>
internal sealed class ChunksToCheck(IStore store, ArrayContext array, ChunkLister lister, Presence presence, CheckTotals totals)
{
    private const long MaxUnlistedChunks = 1 << 20;

    private readonly Shape grid = array.Grid.Array.ChunkCounts(array.Grid.Chunk);

    /// <summary>Number of chunks of the grid; <see cref="long.MaxValue"/> if there are more.</summary>
    internal long GridCount => grid.TryGetElementCount(out var count) ? count : long.MaxValue;

    /// <summary>Whether every stored chunk becomes known, if <paramref name="max"/> chunks are read.</summary>
    internal bool FindsAll(int? max) => store is IListableStore || max is null || max >= GridCount;

    /// <summary>The chunks that are read.</summary>
    /// <param name="max">The most chunks; null for all.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <exception cref="NotSupportedException">The store cannot be listed, and there are too many chunks to ask for each.</exception>
    internal IAsyncEnumerable<StoredChunk> ChooseAsync(int? max, CancellationToken cancellationToken) => (store, max) switch
    {
        (IListableStore listable, null) => ListAsync(listable, cancellationToken),
        (IListableStore listable, { } most) => SampleAsync(listable, most, cancellationToken),
        (_, { } most) when most < GridCount => AllOf(SampleOfGrid(most)),
        _ when GridCount <= MaxUnlistedChunks => AllOf([.. OrdinalsTo(GridCount).Select(ChunkAt)]),
        _ => throw new NotSupportedException(
            $"{store.GetType().Name} cannot be listed, and the array has more than {MaxUnlistedChunks:N0} chunks; check a sample ({nameof(ChunkCheckOptions)}.{nameof(ChunkCheckOptions.MaxChunks)})"),
    };

    private static IEnumerable<long> OrdinalsTo(long count)
    {
        for (var ordinal = 0L; ordinal < count; ordinal++)
        {
            yield return ordinal;
        }
    }

    private async IAsyncEnumerable<StoredChunk> ListAsync(IListableStore listable, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var chunk in lister.ListAsync(listable, cancellationToken).ConfigureAwait(false))
        {
            presence.Add(chunk);
            totals.AddFound(1);
            yield return chunk;
        }
    }

    private async IAsyncEnumerable<StoredChunk> SampleAsync(IListableStore listable, int max, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sample = new Sample<StoredChunk>(
            max, Comparer<StoredChunk>.Create((left, right) => left.Index.AsSpan().SequenceCompareTo(right.Index)), chunk => StableHash.Of(chunk.Index));
        await foreach (var chunk in lister.ListAsync(listable, cancellationToken).ConfigureAwait(false))
        {
            presence.Add(chunk);
            sample.Add(chunk);
        }

        await foreach (var chunk in AllOf(sample.Chosen).ConfigureAwait(false))
        {
            yield return chunk;
        }
    }

    private async IAsyncEnumerable<StoredChunk> AllOf(IReadOnlyCollection<StoredChunk> chunks)
    {
        totals.AddFound(chunks.Count);
        foreach (var chunk in chunks)
        {
            yield return chunk;
        }
    }

    /// <summary>The first chunk of the grid, the last, and some between, evenly spread by a hash.</summary>
    private IReadOnlyCollection<StoredChunk> SampleOfGrid(int max)
    {
        var last = GridCount - 1;
        var between = Enumerable.Range(1, max).Select(number => (long)(StableHash.Of((ulong)number) % (ulong)GridCount));
        return [.. new[] { 0, last }.Concat(between).Distinct().Take(max).Order().Select(ChunkAt)];
    }

    private StoredChunk ChunkAt(long ordinal)
    {
        var index = new long[grid.Rank];
        for (var d = grid.Rank - 1; d >= 0; d--)
        {
            (ordinal, index[d]) = Math.DivRem(ordinal, grid[d]);
        }

        return new StoredChunk(array.Key(index), index);
    }
}
