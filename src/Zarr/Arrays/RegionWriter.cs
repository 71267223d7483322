using Zarr.Stores;

namespace Zarr.Arrays;

/// <summary>
/// Writes a region from a source: one pass for each chunk, in parallel. A chunk that the region covers is gathered straight from the source,
/// encoded and published; a chunk that it covers partly is read, changed and published, under the chunk's lock.
/// </summary>
internal sealed class RegionWriter(IWritableStore store, ArrayContext array, ChunkLocks locks)
{
    private readonly RegionReader reader = new(store, array);

    /// <param name="source">Has the region's shape and the array's data type.</param>
    /// <param name="region">A region inside the array.</param>
    /// <param name="progress">Told of every chunk that was published.</param>
    /// <param name="cancellationToken">Stops between chunks; each chunk is written whole or not at all.</param>
    internal Task WriteAsync(IArraySource source, Region region, IProgress<ChunkProgress>? progress, CancellationToken cancellationToken)
    {
        var selection = array.Grid.Select(region);
        var report = new ChunkProgressCounter(selection.Count, progress);
        return array.ForEachChunkAsync(
            selection,
            async (chunk, token) =>
            {
                await WriteChunkAsync(source, chunk, region, token).ConfigureAwait(false);
                report.Add(chunk.Overlap.Shape.ElementCount * array.ElementSize);
            },
            cancellationToken);
    }

    private async ValueTask WriteChunkAsync(IArraySource source, ChunkProjection projection, Region region, CancellationToken cancellationToken)
    {
        var key = array.Key(projection);
        using var chunk = PooledMemory.Rent(array.Codecs.ChunkLength);
        if (projection.CoversChunk)
        {
            await GatherAsync(source, projection, region, chunk.Memory, cancellationToken).ConfigureAwait(false);
            using var held = await locks.AcquireAsync(key, cancellationToken).ConfigureAwait(false);
            await PublishAsync(key, chunk.Memory, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            using var part = PooledMemory.Rent((int)projection.Overlap.Shape.ElementCount * array.ElementSize);
            await source.ReadAsync(projection.RelativeTo(region), part.Memory, cancellationToken).ConfigureAwait(false);
            using var held = await locks.AcquireAsync(key, cancellationToken).ConfigureAwait(false);
            await reader.DecodeAsync(key, chunk.Memory, cancellationToken).ConfigureAwait(false);
            Overlay(part.Memory.Span, projection, chunk.Memory.Span);
            await PublishAsync(key, chunk.Memory, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask GatherAsync(
        IArraySource source, ChunkProjection projection, Region region, Memory<byte> chunk, CancellationToken cancellationToken)
    {
        var inside = projection.Overlap.Shape;
        var length = (int)inside.ElementCount * array.ElementSize;
        await source.ReadAsync(projection.RelativeTo(region), chunk[(chunk.Length - length)..], cancellationToken).ConfigureAwait(false);
        EdgePadding.Expand(chunk.Span, array.Grid.Chunk, inside, array.Fill);
    }

    private void Overlay(Span<byte> part, ChunkProjection projection, Span<byte> chunk)
    {
        var rank = projection.Overlap.Rank;
        Span<long> offset = stackalloc long[rank];
        Span<long> from = stackalloc long[rank];
        Span<long> to = stackalloc long[rank];
        StridedCopy.CStrides(projection.Overlap.Shape, from);
        StridedCopy.CStrides(array.Grid.Chunk, to);
        projection.OffsetInChunk(array.Grid.Chunk, offset);
        var target = new Layout(StridedCopy.Position(offset, to), to);
        StridedCopy.Copy<byte>(part, new Layout(0, from), chunk, target, projection.Overlap.Shape.AsSpan(), array.ElementSize);
    }

    /// <summary>Stores an encoded chunk; a chunk that holds only the fill value is not stored (Zarr v3 core, section "Stored representation").</summary>
    internal async ValueTask PublishAsync(StoreKey key, ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (array.Fill.IsAll(chunk.Span))
        {
            await store.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var encoded = array.Codecs.Encode(chunk);
        await store.SetAsync(key, encoded.Memory, cancellationToken).ConfigureAwait(false);
    }
}
