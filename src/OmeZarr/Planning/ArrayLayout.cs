namespace OmeZarr.Planning;

/// <summary>How arrays are stored, as far as it is the user's choice; resolved for each array by its shape.</summary>
internal sealed record ArrayLayout(ChunkShape Chunks, ShardShape Shards, Compression Compression, int MaxDegreeOfParallelism)
{
    /// <summary>Whether chunks end with a checksum.</summary>
    internal bool Checksums { get; init; }
}
