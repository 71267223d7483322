using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Zarr.Stores;

namespace Zarr.Arrays.Buffering;

/// <summary>
/// Writes regions piece by piece: the elements of a chunk are kept until all of them are there, then the chunk is encoded and stored, once.
/// What must go earlier is merged into the stored chunk.
/// </summary>
/// <remarks>
/// Locks are taken in this order, and no task ever holds two of a kind: a slot (bounds how many chunks are worked on), the turn of one chunk, the
/// chunk's lock of <see cref="RegionWriter"/> (while it is read and published). Who needs room gives its turn back before it waits for another chunk's.
/// </remarks>
internal sealed class BufferedWriter(ArrayContext array, RegionWriter writer, ChunkBuffer buffer)
{
    /// <summary>So that closing, which takes every slot, ends soon also if somebody has allowed any number of workers.</summary>
    private const int MaxSlots = 1024;

    private volatile bool closed;

    internal bool IsClosed => closed;

    // Semaphores without a wait handle hold nothing that would have to be disposed; as properties they are not taken for owned resources.
    private SemaphoreSlim Slots { get; } = new(Math.Min(array.MaxDegreeOfParallelism, MaxSlots));

    private SemaphoreSlim Closing { get; } = new(1, 1);

    /// <summary>Writes a region; when it returns, every element is stored or kept.</summary>
    internal Task WriteAsync(IArraySource source, Region region, CancellationToken cancellationToken) =>
        array.ForEachChunkAsync(
            array.Grid.Select(region), (chunk, token) => WriteChunkAsync(source, chunk, region, token), cancellationToken);

    /// <summary>Stores everything that was kept when the call began. Every chunk is tried; those that fail are kept, and the first error is thrown.</summary>
    internal async Task FlushAsync(IProgress<ChunkProgress>? progress, CancellationToken cancellationToken)
    {
        var keys = buffer.KeptBy(this);
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

    /// <summary>Refuses further writes, waits for those that run, and stores what is kept.</summary>
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

    /// <summary>Stores the elements of a chunk, if any are kept, and lets go of them. The caller has its turn.</summary>
    private async ValueTask StoreAsync(PendingChunk chunk, CancellationToken cancellationToken)
    {
        if (chunk.Kept is not var (room, coverage))
        {
            return;
        }

        if (coverage.IsComplete)
        {
            await writer.ReplaceAsync(chunk.Key, writer.Whole(room.Memory), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await writer.ChangeAsync(
                chunk.Key,
                stored => coverage.CopyCovered(room.Memory, stored.Span, array.Grid.Chunk, array.ElementSize),
                cancellationToken).ConfigureAwait(false);
        }

        buffer.Drop(chunk);
    }

    private async ValueTask WriteChunkAsync(IArraySource source, ChunkProjection projection, Region region, CancellationToken cancellationToken)
    {
        await Slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(closed, typeof(ZarrArrayWriter));
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

    /// <summary>Stores a chunk that is written whole. What was kept of it is older and is dropped, but not before the new elements are stored.</summary>
    private async ValueTask WriteWholeAsync(IArraySource source, ChunkProjection projection, Region region, CancellationToken cancellationToken)
    {
        using var chunk = await writer.TakeAsync(source, projection, region, cancellationToken).ConfigureAwait(false);
        using var turn = await buffer.EnterAsync(this, array.Key(projection), cancellationToken).ConfigureAwait(false);
        await writer.ReplaceAsync(turn.Chunk.Key, chunk, cancellationToken).ConfigureAwait(false);
        buffer.Drop(turn.Chunk);
    }

    private async ValueTask WritePartAsync(IArraySource source, ChunkProjection projection, Region region, CancellationToken cancellationToken)
    {
        using var part = await writer.ReadPartAsync(source, projection, region, cancellationToken).ConfigureAwait(false);
        using var turn = await EnterKeptAsync(projection, cancellationToken).ConfigureAwait(false);
        buffer.Touch(turn.Chunk);
        if (turn.Chunk.Kept is { } elements && Add(elements, projection, part))
        {
            await StoreAsync(turn.Chunk, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Adds elements and says whether the chunk is complete.</summary>
    private bool Add(KeptElements elements, ChunkProjection projection, ChunkPart part)
    {
        Span<long> offset = stackalloc long[projection.Overlap.Rank];
        projection.OffsetInChunk(array.Grid.Chunk, offset);
        writer.Overlay(part, projection, elements.Room.Memory);
        elements.Coverage.Add(offset, projection.Overlap.Shape);
        return elements.Coverage.IsComplete;
    }

    /// <summary>Waits for the turn to work on a chunk, and has its elements kept.</summary>
    private async ValueTask<ChunkTurn> EnterKeptAsync(ChunkProjection projection, CancellationToken cancellationToken)
    {
        var key = array.Key(projection);
        var turn = await buffer.EnterAsync(this, key, cancellationToken).ConfigureAwait(false);
        if (turn.Chunk.Kept is not null)
        {
            return turn;
        }

        if (buffer.TryRentFree(array.Codecs.ChunkLength, out var free))
        {
            KeepIfNew(turn.Chunk, projection, free);
            return turn;
        }

        turn.Dispose();
        var room = await RentAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            turn = await buffer.EnterAsync(this, key, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            room.Dispose();
            throw;
        }

        KeepIfNew(turn.Chunk, projection, room);
        return turn;
    }

    private void KeepIfNew(PendingChunk chunk, ChunkProjection projection, ChunkRoom room)
    {
        if (chunk.Kept is not null)
        {
            room.Dispose(); // another task was faster
            return;
        }

        var inside = array.Grid.Inside(projection.Index);
        if (inside != array.Grid.Chunk)
        {
            array.Fill.Fill(room.Memory);
        }

        buffer.Keep(chunk, new KeptElements(room, new ChunkCoverage(inside)));
    }

    /// <summary>Room for one more chunk; if there is none, others are stored until there is.</summary>
    private async ValueTask<ChunkRoom> RentAsync(CancellationToken cancellationToken)
    {
        ChunkRoom? room;
        while (!buffer.TryRent(array.Codecs.ChunkLength, out room, out var victim))
        {
            using var turn = await buffer.WaitAsync(victim, cancellationToken).ConfigureAwait(false);
            await victim.Owner.StoreAsync(victim, cancellationToken).ConfigureAwait(false);
        }

        return room;
    }

    private async ValueTask FlushChunkAsync(StoreKey key, CancellationToken cancellationToken)
    {
        await Slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var turn = await buffer.EnterAsync(this, key, cancellationToken).ConfigureAwait(false);
            await StoreAsync(turn.Chunk, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Slots.Release();
        }
    }

    /// <summary>Waits until no chunk is being worked on: whoever gets a slot afterwards sees that the writer is closed.</summary>
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
