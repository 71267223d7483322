namespace Blosc;

/// <summary>
/// How hard compressors work at the level that an array's metadata name. It changes how long writing takes and, a little, how many bytes are stored; the metadata are the same, and so
/// is what every reader reads.
/// </summary>
public enum CompressionEffort
{
    /// <summary>
    /// As hard as each part of a chunk rewards: the default. Noise gets an entropy code without a search for repeats, which is several times faster; the search goes where it pays. What is
    /// stored takes at most about 1 % more than with <see cref="Nominal"/>, and often less. Blosc with zstd at level 3 adapts; for all others this is the same as <see cref="Nominal"/>.
    /// </summary>
    Adaptive,

    /// <summary>As hard as c-blosc and zstd work at this level, everywhere.</summary>
    Nominal,
}
