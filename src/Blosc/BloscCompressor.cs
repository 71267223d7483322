namespace Blosc;

/// <summary>The compressor of the blocks in a chunk.</summary>
public enum BloscCompressor
{
    /// <summary><c>blosclz</c>; can be read, but not written.</summary>
    BloscLz,

    /// <summary><c>lz4</c>; the fastest.</summary>
    Lz4,

    /// <summary><c>lz4hc</c>; slower and smaller than lz4, decompresses as fast.</summary>
    Lz4Hc,

    /// <summary><c>snappy</c>; can neither be read nor written.</summary>
    Snappy,

    /// <summary><c>zlib</c>.</summary>
    Zlib,

    /// <summary><c>zstd</c>; the smallest.</summary>
    Zstd,
}
