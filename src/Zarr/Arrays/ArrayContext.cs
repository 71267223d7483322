using Zarr.Arrays.Blocks;
using Zarr.Arrays.Shards;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Nodes;
using Zarr.Stores;

namespace Zarr.Arrays;

/// <summary>The state that readers and writers of one opened array share; made once when the array is opened.</summary>
internal sealed class ArrayContext
{
    private readonly ChunkKeyEncoding keys;

    internal ArrayContext(StorePrefix path, NodeFolder folder, ArrayMetadata metadata, CodecPipeline codecs, int maxDegreeOfParallelism)
    {
        (Path, Folder, keys) = (path, folder, metadata.ChunkKeyEncoding);
        (Codecs, MaxDegreeOfParallelism, Readers) = (codecs, maxDegreeOfParallelism, maxDegreeOfParallelism);
        Grid = new ChunkGrid(metadata.Shape, metadata.ChunkShape);
        Fill = new FillPattern(metadata.DataType, metadata.FillValue.Bytes);
    }

    internal StorePrefix Path { get; }

    /// <summary>The folder of the opened array. Chunks are read and written only as long as the path leads to it.</summary>
    internal NodeFolder Folder { get; }

    internal ChunkGrid Grid { get; }

    internal FillPattern Fill { get; }

    internal CodecPipeline Codecs { get; }

    internal int MaxDegreeOfParallelism { get; }

    /// <summary>The most chunks that one call reads at the same time: more than it decodes where most of the time is waiting for a network.</summary>
    internal int Readers { get; init; }

    /// <summary>The remembered shard indexes; unused if the array is not sharded.</summary>
    internal ShardIndexCache ShardIndexes { get; init; } = new(0);

    /// <summary>When parts of chunks are read by their blocks.</summary>
    internal BlockLimits BlockLimits { get; init; } = BlockLimits.Default;

    /// <summary>The decoded blocks that are kept; null if none are.</summary>
    internal BlockCache? BlockCache { get; init; }

    /// <summary>The memory that readers may use for decoding.</summary>
    internal DecodingBudget Decoding { get; init; } = new(long.MaxValue);

    internal int ElementSize => Fill.DataType.Size;

    /// <summary>Key of a chunk in the store.</summary>
    internal StoreKey Key(ChunkProjection chunk) => Key(chunk.Index);

    /// <summary>Key of the chunk with this index in the store.</summary>
    internal StoreKey Key(ReadOnlySpan<long> index) => Path.Key(keys.Encode(index));

    /// <summary>Parses a key below the path of the array into the index of a chunk; false if the key belongs to no chunk.</summary>
    internal bool TryGetIndex(StoreKey key, Span<long> index) =>
        keys.TryDecode(key.Value.AsSpan(Path.IsRoot ? 0 : Path.Value.Length + 1), index);

    /// <summary>Runs work for each chunk of a selection on up to <see cref="MaxDegreeOfParallelism"/> workers. The first error stops the others.</summary>
    internal Task ForEachChunkAsync(
        ChunkSelection selection, Func<ChunkProjection, CancellationToken, ValueTask> work, CancellationToken cancellationToken) =>
        ForEachChunkAsync(selection, MaxDegreeOfParallelism, work, cancellationToken);

    /// <inheritdoc cref="ForEachChunkAsync(ChunkSelection, Func{ChunkProjection, CancellationToken, ValueTask}, CancellationToken)"/>
    internal static Task ForEachChunkAsync(
        ChunkSelection selection, int workers, Func<ChunkProjection, CancellationToken, ValueTask> work, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken };
        return Parallel.ForAsync(0L, selection.Count, parallel, (ordinal, token) => work(selection.Project(ordinal), token));
    }
}
