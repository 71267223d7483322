namespace Blosc;

/// <summary>How hard a compressor works at its level. It changes the time of writing and, a little, the size; every reader reads the same content.</summary>
public enum CompressionEffort
{
    /// <summary>
    /// The effort that each part of a chunk rewards; the default. Noise gets an entropy code without a search for matches, which is several times faster. Chunks are at most about 1 % larger than
    /// with <see cref="Reference"/>, and often smaller. Only zstd at level 3 without bit shuffle adapts; all others work as with <see cref="Reference"/>.
    /// </summary>
    Adaptive,

    /// <summary>The nominal effort of c-blosc and zstd at this level, everywhere.</summary>
    Reference,
}
