using System.Buffers;
using Zarr.Arrays.Blocks;
using Zarr.Arrays.Shards;
using Zarr.Codecs.Sharding;
using Zarr.Stores;

namespace Zarr.Arrays;

/// <summary>Reads a region: fetches the chunks that it touches, decodes them in parallel, and copies their parts to the caller's memory. Of a shard it fetches only the inner chunks that it touches, and of
/// a chunk that consists of blocks only those blocks.</summary>
internal sealed class RegionReader(IStore store, ArrayContext array)
{
    private readonly ShardReader? shards = array.Codecs.Shards is { } codec
        ? new ShardReader(store, codec, array.ShardIndexes, new BlockReader(store, codec.InnermostCodecs, array.BlockLimits, array.BlockCache), array.Codecs.EncodedLimit)
        : null;

    private readonly BlockReader blocks = new(store, array.Codecs, array.BlockLimits, array.BlockCache);

    /// <param name="region">A region inside the array.</param>
    /// <param name="destination">Memory for exactly its elements, in C order; <typeparamref name="T"/> is the element type, or bytes.</param>
    /// <param name="progress">Receives a report after each chunk; null disables reporting.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <param name="isCounted">Whether the caller already holds the share of the decoding budget.</param>
    internal Task ReadAsync<T>(
        Region region, Memory<T> destination, IProgress<ChunkProgress>? progress, CancellationToken cancellationToken, bool isCounted = false)
        where T : unmanaged
    {
        var selection = array.Grid.Select(region);
        var target = new RegionTarget<T>(destination, region.Shape, array.Fill);
        var workers = Math.Min(selection.Count, array.Decoding.Count(LargestDecodingLength));
        var threads = (int)Math.Max(1, array.Readers / Math.Max(1, workers));
        var report = new ChunkProgressCounter(selection.Count, progress);
        async ValueTask ReadAsync(ChunkProjection chunk, CancellationToken token)
        {
            using var share = await array.Decoding.TakeAsync(isCounted ? 0 : DecodingLength(chunk, threads), token).ConfigureAwait(false);
            var reading = shards is null
                ? ReadChunkAsync(chunk, chunk.RelativeTo(region), target, token)
                : ReadShardAsync(shards, array.Key(chunk), new ShardPart(BoxInChunk(chunk), chunk.RelativeTo(region), target, threads), token);
            await reading.ConfigureAwait(false);
            report.Add(chunk.Overlap.Shape.ElementCount * array.ElementSize);
        }

        // What comes from the cache is not worth a comparison of the folder for each chunk: that would be most of the work.
        return array.BlockCache is null
            ? ArrayContext.ForEachChunkAsync(selection, array.Readers, ReadAsync, cancellationToken)
            : array.Folder.ReadAsync(() => ArrayContext.ForEachChunkAsync(selection, array.Readers, ReadAsync, cancellationToken), cancellationToken);
    }

    /// <summary>Bytes needed to read a region inside one chunk on one thread.</summary>
    internal long DecodingLength(Region region) => DecodingLength(array.Grid.Select(region).Project(0), 1);

    /// <summary>Decodes one chunk into memory of its size. Fills the memory with the fill value if the chunk is not stored.</summary>
    internal async ValueTask DecodeAsync(StoreKey key, Memory<byte> chunk, CancellationToken cancellationToken)
    {
        if (shards is not null)
        {
            var whole = Region.Whole(array.Grid.Chunk);
            var target = new RegionTarget<byte>(chunk, whole.Shape, array.Fill);
            await ReadShardAsync(shards, key, new ShardPart(whole, whole, target, array.Readers), cancellationToken).ConfigureAwait(false);
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

    private ValueTask<bool> ReadShardAsync(ShardReader shards, StoreKey key, ShardPart part, CancellationToken cancellationToken) => array.Folder.ReadAsync(
        async () =>
        {
            try
            {
                return await shards.ReadAsync(key, part, cancellationToken).ConfigureAwait(false);
            }
            catch (CorruptDataException error)
            {
                throw error.InChunk(key.Value);
            }
        },
        cancellationToken);

    /// <summary>A stored chunk, cut one byte after the longest valid length. The codecs recognise a longer value as damaged, and it takes no more memory.</summary>
    private ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken) => array.Folder.ReadAsync(
        () => store.GetRangeAsync(key, ByteRange.FromOffset(0, array.Codecs.EncodedLimit + 1L), cancellationToken), cancellationToken);

    private async ValueTask<bool> ReadChunkAsync(ChunkProjection chunk, Region part, RegionTarget target, CancellationToken cancellationToken)
    {
        var (key, request) = (array.Key(chunk), new BoxRequest(BoxInChunk(chunk), part, target));
        var wantsBlocks = blocks.Wants(request.Box);
        if (wantsBlocks && blocks.TryTakeCached(key, request))
        {
            return true;
        }

        if (wantsBlocks && await ReadBlocksAsync(key, request, cancellationToken).ConfigureAwait(false) is { } isStored)
        {
            return isStored;
        }

        using var encoded = await GetAsync(key, cancellationToken).ConfigureAwait(false);
        if (encoded is null)
        {
            target.Fill(part);
            return false;
        }

        Decode(key, encoded.Memory.Span, request);
        return true;
    }

    private ValueTask<bool?> ReadBlocksAsync(StoreKey key, BoxRequest request, CancellationToken cancellationToken) =>
        array.Folder.ReadAsync(() => blocks.TryReadAsync(key, request, cancellationToken), cancellationToken);

    private void Decode(StoreKey key, ReadOnlySpan<byte> encoded, BoxRequest request)
    {
        try
        {
            BoxDecoder.Decode(array.Codecs, array.BlockLimits, encoded, request);
        }
        catch (CorruptDataException error)
        {
            throw error.InChunk(key.Value);
        }
    }

    /// <summary>Bytes needed to read a whole chunk on one thread.</summary>
    private long LargestDecodingLength => array.Codecs.Shards is { } codec ? DecodingLength(codec, codec.Grid.Count, 1) : array.Codecs.DecodingLength;

    /// <summary>Bytes needed to read the requested part of a chunk.</summary>
    private long DecodingLength(ChunkProjection chunk, int threads) => array.Codecs.Shards is { } codec
        ? DecodingLength(codec, BoxInChunk(chunk).ChunkCounts(codec.Grid.Inner).ElementCount, threads)
        : array.Codecs.DecodingLength;

    // From an opened value, each inner chunk is fetched when it is decoded; otherwise all inner chunks are fetched at once.
    private long DecodingLength(BoundSharding codec, long inner, int threads)
    {
        var decoded = Math.Min(inner, threads) * codec.Inner.DecodingLength;
        var fetched = store is ISnapshotStore ? 0 : inner * codec.Inner.ChunkLength;
        return Math.Min(decoded + fetched, array.Codecs.DecodingLength);
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
            array.Codecs.Decode(encoded.Span, chunk);
        }
        catch (CorruptDataException error)
        {
            throw error.InChunk(key.Value);
        }
    }
}
