using System.Buffers;
using Zarr.Arrays.Shards;
using Zarr.Stores;

namespace Zarr.Arrays;

/// <summary>Reads a region: fetches the chunks it touches, decodes them in parallel, copies their parts to the caller's memory. Of shards only the inner chunks that it touches.</summary>
internal sealed class RegionReader(IStore store, ArrayContext array)
{
    private readonly ShardReader? shards = array.Codecs.Shards is { } codec
        ? new ShardReader(store, codec, array.ShardIndexes, array.Codecs.EncodedLimit)
        : null;

    /// <param name="region">A region inside the array.</param>
    /// <param name="destination">Memory for exactly its elements, in C order; <typeparamref name="T"/> is the element type, or bytes.</param>
    /// <param name="progress">Told of every chunk that was read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal Task ReadAsync<T>(Region region, Memory<T> destination, IProgress<ChunkProgress>? progress, CancellationToken cancellationToken)
        where T : unmanaged
    {
        var selection = array.Grid.Select(region);
        var target = new RegionTarget<T>(destination, region.Shape, array.Fill);
        var threads = (int)Math.Max(1, array.MaxDegreeOfParallelism / Math.Max(1, selection.Count));
        var report = new ChunkProgressCounter(selection.Count, progress);
        return array.ForEachChunkAsync(
            selection,
            async (chunk, token) =>
            {
                var reading = shards is null
                    ? ReadChunkAsync(chunk, chunk.RelativeTo(region), target, token)
                    : ReadShardAsync(shards, array.Key(chunk), new ShardPart(BoxInChunk(chunk), chunk.RelativeTo(region), target, threads), token);
                await reading.ConfigureAwait(false);
                report.Add(chunk.Overlap.Shape.ElementCount * array.ElementSize);
            },
            cancellationToken);
    }

    /// <summary>Decodes one chunk into memory of its size, or fills that with the fill value if the chunk is not stored.</summary>
    internal async ValueTask DecodeAsync(StoreKey key, Memory<byte> chunk, CancellationToken cancellationToken)
    {
        if (shards is not null)
        {
            var whole = Region.Whole(array.Grid.Chunk);
            var target = new RegionTarget<byte>(chunk, whole.Shape, array.Fill);
            await ReadShardAsync(shards, key, new ShardPart(whole, whole, target, array.MaxDegreeOfParallelism), cancellationToken).ConfigureAwait(false);
            return;
        }

        using var encoded = await GetAsync(key, cancellationToken).ConfigureAwait(false);
        if (encoded is null)
        {
            array.Fill.Fill(chunk.Span);
        }
        else
        {
            Decode(key, encoded.Memory, chunk.Span);
        }
    }

    private static async ValueTask ReadShardAsync(ShardReader shards, StoreKey key, ShardPart part, CancellationToken cancellationToken)
    {
        try
        {
            await shards.ReadAsync(key, part, cancellationToken).ConfigureAwait(false);
        }
        catch (CorruptDataException error)
        {
            throw new CorruptChunkException(key.Value, error);
        }
    }

    /// <summary>A stored chunk, cut one byte beyond what a chunk can have: enough for the codecs to see that it is damaged, and no more memory than that.</summary>
    private ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken) =>
        store.GetRangeAsync(key, ByteRange.FromOffset(0, array.Codecs.EncodedLimit + 1L), cancellationToken);

    private async ValueTask ReadChunkAsync(ChunkProjection chunk, Region part, RegionTarget target, CancellationToken cancellationToken)
    {
        var key = array.Key(chunk);
        using var encoded = await GetAsync(key, cancellationToken).ConfigureAwait(false);
        if (encoded is null)
        {
            target.Fill(part);
        }
        else
        {
            Decode(key, chunk, encoded.Memory.Span, part, target);
        }
    }

    private void Decode(StoreKey key, ChunkProjection chunk, ReadOnlySpan<byte> encoded, Region part, RegionTarget target)
    {
        try
        {
            target.Decode(array.Codecs, encoded, array.Grid.Chunk, BoxInChunk(chunk), part);
        }
        catch (CorruptDataException error)
        {
            throw new CorruptChunkException(key.Value, error);
        }
    }

    private Region BoxInChunk(ChunkProjection chunk)
    {
        Span<long> offset = stackalloc long[chunk.Overlap.Rank];
        chunk.OffsetInChunk(array.Grid.Chunk, offset);
        return new Region(offset, chunk.Overlap.Shape);
    }

    private void Decode(StoreKey key, ReadOnlyMemory<byte> encoded, Span<byte> chunk)
    {
        try
        {
            array.Codecs.Decode(encoded, chunk);
        }
        catch (CorruptDataException error)
        {
            throw new CorruptChunkException(key.Value, error);
        }
    }
}
