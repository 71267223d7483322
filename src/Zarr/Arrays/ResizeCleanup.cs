using Zarr.Stores;

namespace Zarr.Arrays;

/// <summary>
/// Removes stored elements that a resize hides or would show: deletes the chunks outside the common shape, and fills the outer part of chunks that its edges cut
/// with the fill value.
/// </summary>
internal sealed class ResizeCleanup(IWritableStore store, ArrayContext array, RegionWriter writer, ResizePlan plan)
{
    private const long MaxUnlistedChunks = 1 << 20;

    private readonly RegionReader reader = new(store, array);

    /// <exception cref="NotSupportedException">The store cannot be listed, and too many chunks are affected to try each key.</exception>
    internal void RequirePossible()
    {
        if (store is not IListableStore && !(plan.Count <= MaxUnlistedChunks))
        {
            throw new NotSupportedException(
                $"{store.GetType().Name} cannot be listed, and the change of shape concerns more than {MaxUnlistedChunks:N0} chunks; change it in smaller steps");
        }
    }

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = array.MaxDegreeOfParallelism, CancellationToken = cancellationToken };
        var chunks = store is IListableStore listable && !(plan.Count <= BufferSizes.TriedRatherThanListed)
            ? await ListAsync(listable, cancellationToken).ConfigureAwait(false)
            : plan.AffectedChunks();
        await Parallel.ForEachAsync(chunks, parallel, (index, token) => CleanAsync(index, token)).ConfigureAwait(false);
    }

    /// <summary>The stored chunks among the affected ones.</summary>
    private async Task<IEnumerable<long[]>> ListAsync(IListableStore listable, CancellationToken cancellationToken)
    {
        var found = new List<long[]>();
        var index = new long[array.Grid.Chunk.Rank];
        await foreach (var key in listable.ListAsync(array.Path, cancellationToken).ConfigureAwait(false))
        {
            if (array.TryGetIndex(key, index) && plan.Affects(index))
            {
                found.Add((long[])index.Clone());
            }
        }

        return found;
    }

    private ValueTask CleanAsync(long[] index, CancellationToken cancellationToken)
    {
        var visible = plan.VisibleShape(index);
        var key = array.Key(index);
        return visible.Contains(0) ? writer.DeleteAsync(key, cancellationToken) : TrimAsync(key, visible, cancellationToken);
    }

    private async ValueTask TrimAsync(StoreKey key, Shape visible, CancellationToken cancellationToken)
    {
        using var share = await array.Decoding.TakeAsync(array.Codecs.DecodingLength + array.Codecs.ChunkLength, cancellationToken).ConfigureAwait(false);
        using var chunk = PooledMemory.Rent(array.Codecs.ChunkLength);
        using var trimmed = PooledMemory.Rent(array.Codecs.ChunkLength);
        await reader.DecodeAsync(key, chunk.Memory, cancellationToken).ConfigureAwait(false);
        Trim(chunk.Memory.Span, trimmed.Memory.Span, visible);
        if (!chunk.Memory.Span.SequenceEqual(trimmed.Memory.Span))
        {
            await writer.PublishAsync(key, writer.Whole(trimmed.Memory), cancellationToken).ConfigureAwait(false);
        }
    }

    private void Trim(ReadOnlySpan<byte> chunk, Span<byte> trimmed, Shape visible)
    {
        Span<long> from = stackalloc long[visible.Rank];
        Span<long> to = stackalloc long[visible.Rank];
        StridedCopy.CStrides(array.Grid.Chunk, from);
        StridedCopy.CStrides(visible, to);
        var dense = trimmed[(trimmed.Length - ((int)visible.ElementCount * array.ElementSize))..];
        StridedCopy.Copy(chunk, new Layout(0, from), dense, new Layout(0, to), visible.AsSpan(), array.ElementSize);
        EdgePadding.Expand(trimmed, array.Grid.Chunk, visible, array.Fill);
    }
}
