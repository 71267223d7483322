namespace Blosc.Streams;

/// <summary>The formats of the compressed streams in a chunk, by their number in the header.</summary>
internal enum StreamFormat
{
    /// <summary>FastLZ level 2, nearly.</summary>
    BloscLz = 0,

    /// <summary>LZ4 block; lz4 and lz4hc both write it.</summary>
    Lz4 = 1,

    /// <summary>Snappy without framing.</summary>
    Snappy = 2,

    /// <summary>RFC 1950.</summary>
    Zlib = 3,

    /// <summary>RFC 8878.</summary>
    Zstd = 4,
}
