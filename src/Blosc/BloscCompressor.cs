namespace Blosc;

/// <summary>The compressor inside a Blosc chunk, named by the <c>cname</c> member.</summary>
public enum BloscCompressor
{
    /// <summary><c>blosclz</c>: can be read, not written.</summary>
    BloscLz,

    /// <summary><c>lz4</c>: fastest.</summary>
    Lz4,

    /// <summary><c>lz4hc</c>: lz4 with more effort in compressing, the same speed in decompressing.</summary>
    Lz4Hc,

    /// <summary><c>snappy</c>: known by name only, can neither be read nor written.</summary>
    Snappy,

    /// <summary><c>zlib</c>.</summary>
    Zlib,

    /// <summary><c>zstd</c>: smallest.</summary>
    Zstd,
}
