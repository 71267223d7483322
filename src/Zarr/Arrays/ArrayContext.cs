using Zarr.Arrays.Shards;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Arrays;

/// <summary>What reading and writing regions of one opened array need to know; made once when the array is opened.</summary>
internal sealed class ArrayContext
{
    private readonly ChunkKeyEncoding keys;

    internal ArrayContext(StorePrefix path, NodeFolder folder, ArrayMetadata metadata, CodecPipeline codecs, int maxDegreeOfParallelism)
    {
        (Path, Folder, keys) = (path, folder, metadata.ChunkKeyEncoding);
        (Codecs, MaxDegreeOfParallelism) = (codecs, maxDegreeOfParallelism);
        Grid = new ChunkGrid(metadata.Shape, metadata.ChunkShape);
        Fill = new FillPattern(metadata.FillValue);
    }

    internal StorePrefix Path { get; }

    /// <summary>The folder that was opened. Chunks are read and written only as long as it is at its place.</summary>
    internal NodeFolder Folder { get; }

    internal ChunkGrid Grid { get; }

    internal FillPattern Fill { get; }

    internal CodecPipeline Codecs { get; }

    internal int MaxDegreeOfParallelism { get; }

    /// <summary>What is remembered of shards; without use if the array has none.</summary>
    internal ShardIndexCache ShardIndexes { get; init; } = new(0);

    /// <summary>What readers may take for decoding.</summary>
    internal DecodingBudget Decoding { get; init; } = new(ZarrOptions.Default.MaxDecodingLength);

    internal int ElementSize => Fill.Value.DataType.Size;

    /// <summary>Key of a chunk in the store.</summary>
    internal StoreKey Key(ChunkProjection chunk) => Key(chunk.Index);

    /// <summary>Key of the chunk with this index in the store.</summary>
    internal StoreKey Key(ReadOnlySpan<long> index) => Path.Key(keys.Encode(index));

    /// <summary>Index of the chunk that a key below the array's path belongs to; false if it is not one of a chunk.</summary>
    internal bool TryGetIndex(StoreKey key, Span<long> index) =>
        keys.TryDecode(key.Value.AsSpan(Path.IsRoot ? 0 : Path.Value.Length + 1), index);

    /// <summary>Runs work over the chunks of a selection on as many workers as allowed; the first error stops the others.</summary>
    internal Task ForEachChunkAsync(
        ChunkSelection selection, Func<ChunkProjection, CancellationToken, ValueTask> work, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = MaxDegreeOfParallelism, CancellationToken = cancellationToken };
        return Parallel.ForAsync(0L, selection.Count, parallel, (ordinal, token) => work(selection.Project(ordinal), token));
    }
}
