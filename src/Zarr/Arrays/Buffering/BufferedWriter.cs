using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Zarr.Stores;

namespace Zarr.Arrays.Buffering;

/// <summary>
/// Writes regions piece by piece. The elements of a chunk are buffered until the chunk is complete; then it is encoded and stored, once.
/// A chunk that is evicted earlier is merged into the stored chunk.
/// </summary>
/// <remarks>
/// Locks are taken in this order, and no task ever holds two of a kind: a slot (limits the number of chunks in work), the <see cref="PendingChunkLock"/> of one chunk, the
/// chunk's lock of <see cref="RegionWriter"/> (while the chunk is read and published). A task that needs memory releases its chunk before it waits for another one.
/// </remarks>
/// <param name="array">The array.</param>
/// <param name="writer">Stores the chunks.</param>
/// <param name="buffer">Holds the chunks until they are complete.</param>
/// <param name="handle">The type that users close, for the error of a write after that.</param>
internal sealed class BufferedWriter(ArrayContext array, RegionWriter writer, ChunkBuffer buffer, Type handle)
{
    /// <summary>Limits the slots, so that closing, which takes every slot, ends soon even if the options allow any number of workers.</summary>
    private const int MaxSlots = 1024;

    private volatile bool closed;

    internal bool IsClosed => closed;

    // A semaphore without a wait handle needs no disposal. As properties, the semaphores do not count as owned resources for the analyzer.
    private SemaphoreSlim Slots { get; } = new(Math.Min(array.MaxDegreeOfParallelism, MaxSlots));

    private SemaphoreSlim Closing { get; } = new(1, 1);

    /// <summary>Writes a region. When the call returns, every element is stored or buffered.</summary>
    internal Task WriteAsync(IArraySource source, Region region, CancellationToken cancellationToken) =>
        array.ForEachChunkAsync(
            array.Grid.Select(region), (chunk, token) => WriteChunkAsync(source, chunk, region, token), cancellationToken);

    /// <summary>Stores the chunks that were buffered when the call began. It tries every chunk. Chunks that fail stay buffered, and the first error is thrown.</summary>
    internal async Task FlushAsync(IProgress<ChunkProgress>? progress, CancellationToken cancellationToken)
    {
        var keys = buffer.KeysOf(this);
        var report = new ChunkProgressCounter(keys.Count, progress);
        var errors = new ConcurrentQueue<Exception>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = array.MaxDegreeOfParallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(keys, parallel, async (key, token) =>
        {
            try
            {
                await FlushChunkAsync(key, token).ConfigureAwait(false);
                report.Add(array.Codecs.ChunkLength);
            }
            catch (Exception error) when (!token.IsCancellationRequested)
            {
                errors.Enqueue(error);
            }
        }).ConfigureAwait(false);
        if (errors.TryPeek(out var first))
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }

    /// <summary>Refuses further writes, waits for running writes, and stores the buffered chunks.</summary>
    internal async Task CloseAsync()
    {
        closed = true;
        await Closing.WaitAsync().ConfigureAwait(false);
        try
        {
            await DrainAsync().ConfigureAwait(false);
            await FlushAsync(null, CancellationToken.None).ConfigureAwait(false);
            buffer.Trim();
        }
        finally
        {
            Closing.Release();
        }
    }

    /// <summary>Stores the buffered elements of a chunk, if any, and drops them. The caller holds its lock.</summary>
    private async ValueTask StoreAsync(PendingChunk chunk, CancellationToken cancellationToken)
    {
        if (chunk.Elements is not var (lease, coverage))
        {
            return;
        }

        if (coverage.IsComplete)
        {
            await writer.ReplaceAsync(chunk.Key, writer.Whole(lease.Memory), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await writer.ChangeAsync(
                chunk.Key,
                stored => coverage.CopyCovered(lease.Memory, stored.Span, array.Grid.Chunk, array.ElementSize),
                cancellationToken).ConfigureAwait(false);
        }

        buffer.Drop(chunk);
    }

    private async ValueTask WriteChunkAsync(IArraySource source, ChunkProjection projection, Region region, CancellationToken cancellationToken)
    {
        await Slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(closed, handle);
            var write = projection.CoversChunk ? WriteWholeAsync(source, projection, region, cancellationToken)
                : array.Codecs.ChunkLength <= buffer.MaxBytes ? WritePartAsync(source, projection, region, cancellationToken)
                : writer.WriteChunkAsync(source, projection, region, cancellationToken);
            await write.ConfigureAwait(false);
        }
        finally
        {
            Slots.Release();
        }
    }

    /// <summary>Stores a chunk that is written whole. Its buffered elements are older, and are dropped after the new elements are stored.</summary>
    private async ValueTask WriteWholeAsync(IArraySource source, ChunkProjection projection, Region region, CancellationToken cancellationToken)
    {
        using var chunk = await writer.TakeAsync(source, projection, region, cancellationToken).ConfigureAwait(false);
        using var held = await buffer.LockAsync(this, array.Key(projection), cancellationToken).ConfigureAwait(false);
        await writer.ReplaceAsync(held.Chunk.Key, chunk, cancellationToken).ConfigureAwait(false);
        buffer.Drop(held.Chunk);
    }

    private async ValueTask WritePartAsync(IArraySource source, ChunkProjection projection, Region region, CancellationToken cancellationToken)
    {
        using var part = await writer.ReadPartAsync(source, projection, region, cancellationToken).ConfigureAwait(false);
        using var held = await LockBufferedAsync(projection, cancellationToken).ConfigureAwait(false);
        buffer.Touch(held.Chunk);
        if (held.Chunk.Elements is { } elements && Add(elements, projection, part))
        {
            await StoreAsync(held.Chunk, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Adds elements, and returns whether the chunk is complete.</summary>
    private bool Add(PendingElements elements, ChunkProjection projection, ChunkPart part)
    {
        Span<long> offset = stackalloc long[projection.Overlap.Rank];
        projection.OffsetInChunk(array.Grid.Chunk, offset);
        writer.Overlay(part, projection, elements.Lease.Memory);
        elements.Coverage.Add(offset, projection.Overlap.Shape);
        return elements.Coverage.IsComplete;
    }

    /// <summary>Locks a chunk, and buffers its elements.</summary>
    private async ValueTask<PendingChunkLock> LockBufferedAsync(ChunkProjection projection, CancellationToken cancellationToken)
    {
        var key = array.Key(projection);
        var held = await buffer.LockAsync(this, key, cancellationToken).ConfigureAwait(false);
        if (held.Chunk.Elements is not null)
        {
            return held;
        }

        if (buffer.TryRentWithinLimit(array.Codecs.ChunkLength, out var free))
        {
            KeepIfNew(held.Chunk, projection, free);
            return held;
        }

        held.Dispose();
        var lease = await RentAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            held = await buffer.LockAsync(this, key, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            lease.Dispose();
            throw;
        }

        KeepIfNew(held.Chunk, projection, lease);
        return held;
    }

    private void KeepIfNew(PendingChunk chunk, ChunkProjection projection, BufferLease lease)
    {
        if (chunk.Elements is not null)
        {
            lease.Dispose(); // another task was faster
            return;
        }

        var inside = array.Grid.Inside(projection.Index);
        if (inside != array.Grid.Chunk)
        {
            array.Fill.Fill(lease.Memory);
        }

        buffer.Keep(chunk, new PendingElements(lease, new ChunkCoverage(inside)));
    }

    /// <summary>Leases memory for one more chunk, and stores other chunks until the limit allows it.</summary>
    private async ValueTask<BufferLease> RentAsync(CancellationToken cancellationToken)
    {
        BufferLease? lease;
        while (!buffer.TryRent(array.Codecs.ChunkLength, out lease, out var candidate))
        {
            using var held = await buffer.LockAsync(candidate, cancellationToken).ConfigureAwait(false);
            await candidate.Owner.StoreAsync(candidate, cancellationToken).ConfigureAwait(false);
        }

        return lease;
    }

    private async ValueTask FlushChunkAsync(StoreKey key, CancellationToken cancellationToken)
    {
        await Slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var held = await buffer.LockAsync(this, key, cancellationToken).ConfigureAwait(false);
            await StoreAsync(held.Chunk, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Slots.Release();
        }
    }

    /// <summary>Waits until no chunk is in work. A task that gets a slot afterwards sees that the writer is closed.</summary>
    private async Task DrainAsync()
    {
        var all = Math.Min(array.MaxDegreeOfParallelism, MaxSlots);
        for (var i = 0; i < all; i++)
        {
            await Slots.WaitAsync().ConfigureAwait(false);
        }

        Slots.Release(all);
    }
}
