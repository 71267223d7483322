using Zarr.Arrays.Shards;
using Zarr.Codecs.Sharding;
using Zarr.Stores;

namespace Zarr.Arrays;

/// <summary>
/// Writes a region from a source, chunk by chunk and in parallel. A chunk that the region covers whole is gathered straight from the source, or used where it lies (<see cref="IMemorySource.InPlace"/>), encoded and published; a shard is
/// gathered inner chunk by inner chunk if the source is in memory. A chunk that the region covers in part is read, changed and published under the chunk's lock.
/// </summary>
internal sealed class RegionWriter(IWritableStore store, ArrayContext array, ChunkLocks locks)
{
    private readonly RegionReader reader = new(store, array);

    private readonly ShardWriter? shards = array.Codecs.Shards is { } codec ? new ShardWriter(store, codec, array.Folder, array.ShardIndexes) : null;

    /// <param name="source">A source of the region's shape and the array's data type.</param>
    /// <param name="region">A region inside the array.</param>
    /// <param name="progress">Receives a report after each chunk; null disables reporting.</param>
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

    /// <summary>Writes the part of one chunk that a region holds.</summary>
    internal async ValueTask WriteChunkAsync(IArraySource source, ChunkProjection projection, Region region, CancellationToken cancellationToken)
    {
        var key = array.Key(projection);
        if (projection.CoversChunk)
        {
            using var chunk = await TakeAsync(source, projection, region, cancellationToken).ConfigureAwait(false);
            await ReplaceAsync(key, chunk, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            using var part = await ReadPartAsync(source, projection, region, cancellationToken).ConfigureAwait(false);
            await ChangeAsync(key, chunk => Overlay(part, projection, chunk.Span), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A whole chunk from a source whose region covers it. A source that computes its elements gets one request for the whole chunk.</summary>
    internal async ValueTask<WholeChunk> TakeAsync(
        IArraySource source, ChunkProjection projection, Region region, CancellationToken cancellationToken)
    {
        if (shards is null)
        {
            if (source is IMemorySource memory && projection.Overlap.Shape == array.Grid.Chunk && memory.InPlace(projection.RelativeTo(region)) is { } elements)
            {
                return Whole(elements);
            }

            var chunk = await GatherAsync(source, projection, region, cancellationToken).ConfigureAwait(false);
            return new WholeChunk(chunk.Memory, null, chunk);
        }

        return Whole(shards, await ReadPartAsync(source, projection, region, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A whole chunk over memory that the caller owns.</summary>
    internal WholeChunk Whole(ReadOnlyMemory<byte> chunk) => shards is null
        ? new WholeChunk(chunk, null, null)
        : Whole(shards, new ChunkPart(new BytesSource(chunk, array.Grid.Chunk, array.Fill.DataType), Region.Whole(array.Grid.Chunk), null));

    private async ValueTask<PooledMemory> GatherAsync(
        IArraySource source, ChunkProjection projection, Region region, CancellationToken cancellationToken)
    {
        var chunk = PooledMemory.Rent(array.Codecs.ChunkLength);
        try
        {
            var inside = projection.Overlap.Shape;
            var dense = chunk.Memory[(chunk.Length - ((int)inside.ElementCount * array.ElementSize))..];
            await source.ReadAsync(projection.RelativeTo(region), dense, cancellationToken).ConfigureAwait(false);
            EdgePadding.Expand(chunk.Memory.Span, array.Grid.Chunk, inside, array.Fill);
            return chunk;
        }
        catch
        {
            chunk.Dispose();
            throw;
        }
    }

    /// <summary>The elements that a chunk and a region share, from the source of the region. A source in memory is not copied.</summary>
    internal async ValueTask<ChunkPart> ReadPartAsync(
        IArraySource source, ChunkProjection projection, Region region, CancellationToken cancellationToken)
    {
        if (source is IMemorySource memory)
        {
            return new ChunkPart(memory, projection.RelativeTo(region), null);
        }

        var part = PooledMemory.Rent((int)projection.Overlap.Shape.ElementCount * array.ElementSize);
        try
        {
            await source.ReadAsync(projection.RelativeTo(region), part.Memory, cancellationToken).ConfigureAwait(false);
            var shape = projection.Overlap.Shape;
            return new ChunkPart(new BytesSource(part.Memory, shape, array.Fill.DataType), Region.Whole(shape), part);
        }
        catch
        {
            part.Dispose();
            throw;
        }
    }

    /// <summary>Publishes a chunk in place of the stored one.</summary>
    internal async ValueTask ReplaceAsync(StoreKey key, WholeChunk chunk, CancellationToken cancellationToken)
    {
        using var held = await locks.AcquireAsync(key, cancellationToken).ConfigureAwait(false);
        await PublishAsync(key, chunk, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a chunk, lets the caller change it, and publishes it.</summary>
    internal async ValueTask ChangeAsync(StoreKey key, Action<Memory<byte>> change, CancellationToken cancellationToken)
    {
        // Before the lock: a task that holds the lock must not wait for one that waits for the lock.
        using var share = await array.Decoding.TakeAsync(array.Codecs.DecodingLength, cancellationToken).ConfigureAwait(false);
        using var chunk = PooledMemory.Rent(array.Codecs.ChunkLength);
        using var held = await locks.AcquireAsync(key, cancellationToken).ConfigureAwait(false);
        await reader.DecodeAsync(key, chunk.Memory, cancellationToken).ConfigureAwait(false);
        change(chunk.Memory);
        await PublishAsync(key, Whole(chunk.Memory), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Copies the elements that a chunk and a region share to their positions in the chunk.</summary>
    internal void Overlay(ChunkPart part, ChunkProjection projection, Span<byte> chunk)
    {
        var rank = projection.Overlap.Rank;
        Span<long> offset = stackalloc long[rank];
        Span<long> to = stackalloc long[rank];
        StridedCopy.CStrides(array.Grid.Chunk, to);
        projection.OffsetInChunk(array.Grid.Chunk, offset);
        part.Source.CopyTo(part.Region, chunk, new Layout(StridedCopy.Position(offset, to), to));
    }

    /// <summary>Encodes and stores a chunk. A chunk of fill values only is deleted instead (Zarr v3 core, section "Stored representation").</summary>
    internal async ValueTask PublishAsync(StoreKey key, WholeChunk chunk, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var stored = shards is not null && chunk.Shard is { } shard
            ? await shards.TryWriteAsync(key, shard, cancellationToken).ConfigureAwait(false)
            : await TryWriteAsync(key, chunk.Elements, cancellationToken).ConfigureAwait(false);
        if (!stored)
        {
            await DeleteAsync(key, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes a stored chunk, if it exists.</summary>
    internal async ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken)
    {
        await array.Folder.RequireSameAsync(cancellationToken).ConfigureAwait(false);
        using var changing = array.ShardIndexes.BeginChange(key);
        await store.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
    }

    private WholeChunk Whole(ShardWriter writer, ChunkPart part)
    {
        var shard = new ShardElements(writer.Grid, part, array.Fill);
        return new WholeChunk(default, shard, shard);
    }

    /// <returns>Whether the chunk was stored; false if it holds only the fill value.</returns>
    private async ValueTask<bool> TryWriteAsync(StoreKey key, ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        if (array.Fill.IsAll(chunk.Span))
        {
            return false;
        }

        using var encoded = array.Codecs.Encode(chunk);
        await array.Folder.RequireSameAsync(cancellationToken).ConfigureAwait(false);
        using var changing = array.ShardIndexes.BeginChange(key);
        await store.SetAsync(key, encoded.Memory, cancellationToken).ConfigureAwait(false);
        return true;
    }
}

/// <summary>Every element of a chunk.</summary>
/// <param name="Elements">The elements in C order; empty if the chunk is a shard.</param>
/// <param name="Shard">The elements of a shard; null if the chunk is not sharded.</param>
/// <param name="Owner">Owner of the memory that was rented for the elements, if any.</param>
internal readonly record struct WholeChunk(ReadOnlyMemory<byte> Elements, ShardElements? Shard, IDisposable? Owner) : IDisposable
{
    public void Dispose() => Owner?.Dispose();
}
