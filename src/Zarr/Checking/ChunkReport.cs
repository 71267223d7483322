namespace Zarr.Checking;

/// <summary>The result of a check of the stored chunks of an array.</summary>
public sealed record ChunkReport
{
    /// <summary>The findings, chunks first, in C order of the grid, then other keys. Of each kind, the first <see cref="ChunkCheckOptions.MaxFindings"/>.</summary>
    public required IReadOnlyList<ChunkFinding> Findings { get; init; }

    /// <summary>Number of findings of each kind, also of those that are not listed.</summary>
    public required IReadOnlyDictionary<ChunkFindingKind, long> Counts { get; init; }

    /// <summary>Number of chunks (shards) of the grid; <see cref="long.MaxValue"/> if there are more.</summary>
    public required long GridChunks { get; init; }

    /// <summary>Number of chunks (shards) that are stored. If the store cannot be listed, only those that were asked for are counted.</summary>
    public required long StoredChunks { get; init; }

    /// <summary>Number of chunks (shards) that are not stored, so that they read as the fill value; 0 if <see cref="IsComplete"/> is false.</summary>
    public long AbsentChunks => IsComplete ? Math.Max(0, GridChunks - StoredChunks) : 0;

    /// <summary>Whether every stored chunk is known. Not if the store cannot be listed and only a sample was asked for.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Number of chunks (shards) that were read.</summary>
    public required long CheckedChunks { get; init; }

    /// <summary>Number of inner chunks that were read; 0 if the array is not sharded.</summary>
    public required long CheckedInnerChunks { get; init; }

    /// <summary>Stored bytes that were read.</summary>
    public required long StoredBytes { get; init; }

    /// <summary>Bytes of elements that were decoded.</summary>
    public required long DecodedBytes { get; init; }

    /// <summary>Number of chunks, or inner chunks of shards, that were read and hold only the fill value. They could be left out.</summary>
    public required long FillOnlyChunks { get; init; }

    /// <summary>Where chunks are stored; null if no dimensions were given, if the map would have more than <see cref="ChunkMap.MaxCells"/> cells, or if <see cref="IsComplete"/> is false.</summary>
    public ChunkMap? Map { get; init; }

    /// <summary>Number of findings of one kind, also of those that are not listed.</summary>
    /// <param name="kind">The kind.</param>
    public long CountOf(ChunkFindingKind kind) => Counts.GetValueOrDefault(kind);
}
