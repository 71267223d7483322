namespace Blosc;

/// <summary>The effort of a compressor at its level. It changes the time of writing and slightly the size, but not the content that readers get.</summary>
public enum CompressionEffort
{
    /// <summary>
    /// The effort adapts to each part of a chunk; the default. Noise gets an entropy code without a search for matches, which is several times faster. Chunks are at most about 1 % larger than
    /// with <see cref="Reference"/>, and often smaller. Only zstd at level 3 without bit shuffle adapts; all other compressors and levels work as with <see cref="Reference"/>.
    /// </summary>
    Adaptive,

    /// <summary>The nominal effort of c-blosc and zstd at this level for every part.</summary>
    Reference,
}
