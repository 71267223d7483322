namespace OmeZarr.Planning;

/// <summary>The user's choices of chunks, shards and compression. Each array resolves them by its shape.</summary>
internal sealed record StorageOptions(ChunkShape Chunks, ShardShape Shards, Compression Compression, int MaxDegreeOfParallelism)
{
    /// <summary>Whether chunks end with a checksum.</summary>
    internal bool Checksums { get; init; }
}
