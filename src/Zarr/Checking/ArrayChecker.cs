using Zarr.Arrays;
using Zarr.Codecs.Sharding;
using Zarr.Stores;

namespace Zarr.Checking;

/// <summary>Checks the stored chunks of an array: lists its keys, and decodes its chunks as they are listed, or a sample of them.</summary>
internal sealed class ArrayChecker
{
    // The positions of the inner chunks, decoded and sorted, take some times the memory of the stored index.
    private const long PlacesPerIndexByte = 8;

    private readonly IStore store;
    private readonly ArrayContext array;
    private readonly ChunkCheckOptions options;
    private readonly FindingCollector findings;
    private readonly CheckTotals totals;
    private readonly Presence presence;
    private readonly ChunksToCheck toCheck;
    private readonly ChunkChecker chunks;
    private readonly ShardChecker shards;

    /// <param name="store">The store, whose keys are those of chunks.</param>
    /// <param name="array">The array.</param>
    /// <param name="lister">Lists the keys of the array, if the store can be listed.</param>
    /// <param name="findings">Receives the findings.</param>
    /// <param name="options">How much is checked.</param>
    /// <param name="progress">Receives a report after each chunk; null for none.</param>
    internal ArrayChecker(IStore store, ArrayContext array, ChunkLister lister, FindingCollector findings, ChunkCheckOptions options, IProgress<ChunkProgress>? progress)
    {
        (this.store, this.array, this.options, this.findings) = (store, array, options, findings);
        totals = new CheckTotals(progress);
        presence = new Presence(ChunkMap.Create(array.Grid.Array, array.Grid.Chunk, options.MapDimensions));
        toCheck = new ChunksToCheck(store, array, lister, presence, totals);
        chunks = new ChunkChecker(array, totals);
        shards = new ShardChecker(chunks, totals, options.MaxChunks);
    }

    /// <summary>Runs the check.</summary>
    internal async Task<ChunkReport> RunAsync(CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = array.MaxDegreeOfParallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(toCheck.ChooseAsync(options.MaxChunks, cancellationToken), parallel, CheckAsync).ConfigureAwait(false);
        await array.Folder.RequireSameAsync(cancellationToken).ConfigureAwait(false);
        return Report();
    }

    private ChunkReport Report() => new()
    {
        Findings = findings.First,
        Counts = findings.Counts,
        GridChunks = toCheck.GridCount,
        StoredChunks = presence.Count,
        IsComplete = toCheck.FindsAll(options.MaxChunks),
        CheckedChunks = totals.Chunks,
        CheckedInnerChunks = totals.InnerChunks,
        StoredBytes = totals.StoredBytes,
        DecodedBytes = totals.DecodedBytes,
        FillOnlyChunks = totals.FillOnly,
        Map = toCheck.FindsAll(options.MaxChunks) ? presence.Map : null,
    };

    private async ValueTask CheckAsync(StoredChunk chunk, CancellationToken cancellationToken)
    {
        var sink = new ChunkSink(findings, chunk.Key.Value, RegionOf(chunk));
        try
        {
            var isStored = await (array.Codecs.Shards is { } codec
                ? CheckShardAsync(codec, chunk, sink, cancellationToken)
                : CheckPlainAsync(chunk, sink, cancellationToken)).ConfigureAwait(false);
            if (!isStored)
            {
                return;
            }
        }
        catch (IOException error)
        {
            sink.Add(ChunkFindingKind.Unreadable, error.Message);
        }

        totals.AddChunk();
        if (store is not IListableStore)
        {
            presence.Add(chunk);
        }
    }

    private async ValueTask<bool> CheckPlainAsync(StoredChunk chunk, ChunkSink sink, CancellationToken cancellationToken)
    {
        using var share = await array.Decoding.TakeAsync(array.Codecs.DecodingLength, cancellationToken).ConfigureAwait(false);
        using var encoded = await store.GetRangeAsync(chunk.Key, ByteRange.FromOffset(0, array.Codecs.EncodedLimit + 1L), cancellationToken).ConfigureAwait(false);
        if (encoded is null)
        {
            return false;
        }

        chunks.Check(array.Codecs, encoded.Memory.Span, sink.Region.Offset, sink);
        return true;
    }

    private async ValueTask<bool> CheckShardAsync(BoundSharding codec, StoredChunk chunk, ChunkSink sink, CancellationToken cancellationToken)
    {
        var threads = (int)Math.Max(1, array.MaxDegreeOfParallelism / Math.Max(1, Math.Min(toCheck.GridCount, options.MaxChunks ?? long.MaxValue)));
        using var share = await array.Decoding.TakeAsync(DecodingLength(codec, threads), cancellationToken).ConfigureAwait(false);
        using var shard = await OpenedShard.OpenAsync(store, chunk.Key, WholeLimit, cancellationToken).ConfigureAwait(false);
        if (shard is null)
        {
            return false;
        }

        await shards.CheckAsync(new CheckedShard(codec, shard.Bytes, shard.Length, [.. sink.Region.Offset], sink), threads, cancellationToken).ConfigureAwait(false);
        return shard.IsOneVersion ? true : throw new IOException("the shard was replaced while it was read; check again");
    }

    /// <summary>Shards up to this length are fetched by one request where a value cannot be opened.</summary>
    private long WholeLimit => options.MaxChunks is null ? BufferSizes.LongestRequest : 0;

    private long DecodingLength(BoundSharding codec, int threads)
    {
        var fetched = store is ISnapshotStore ? BufferSizes.LongestRead : BufferSizes.LongestRequest;
        return Math.Min(array.Codecs.DecodingLength, threads * (codec.Inner.DecodingLength + fetched)) + (PlacesPerIndexByte * codec.Index.Length);
    }

    private Region RegionOf(StoredChunk chunk)
    {
        Span<long> start = stackalloc long[chunk.Index.Length];
        for (var d = 0; d < start.Length; d++)
        {
            start[d] = chunk.Index[d] * array.Grid.Chunk[d];
        }

        return new Region(start, array.Grid.Inside(chunk.Index));
    }
}
