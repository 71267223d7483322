namespace OmeZarr.Planning;

/// <summary>The user's choices of chunks, shards and compression. Each array resolves them by its shape.</summary>
internal sealed record StorageOptions(ChunkShape Chunks, ShardShape Shards, Compression Compression, bool Checksums, int MaxDegreeOfParallelism)
{
    /// <summary>The choices for an image.</summary>
    /// <param name="options">The choices for all images.</param>
    /// <param name="content">The choices of this image; null if it has none.</param>
    internal static StorageOptions Of(WriteOptions options, ImageContent? content = null) =>
        new(content?.Chunks ?? options.Chunks, content?.Shards ?? options.Shards, options.Compression, options.Checksums, options.MaxDegreeOfParallelism);
}
