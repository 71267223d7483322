using Blosc.Deflate;
using Blosc.Lz4;
using Blosc.Zstd;
using K4os.Compression.LZ4;

namespace Blosc.Streams;

/// <summary>Writes the streams of one format, for one chunk at a time.</summary>
internal interface IStreamCompressor
{
    /// <summary>Tells that the streams of another chunk come next.</summary>
    /// <param name="blockCount">How many blocks it has.</param>
    void BeginChunk(int blockCount)
    {
    }

    /// <summary>Compresses one stream.</summary>
    /// <param name="source">At least one byte.</param>
    /// <param name="destination">Room for the stream.</param>
    /// <param name="effort">The compressor's own level.</param>
    /// <returns>Bytes written, or 0 if they would not fit.</returns>
    int Compress(ReadOnlySpan<byte> source, Span<byte> destination, int effort);
}

/// <summary>lz4, levels 1 to 9: with the acceleration that c-blosc takes for each.</summary>
internal sealed class Lz4Compressor : IStreamCompressor
{
    private const int LeastAccelerated = 9;

    /// <inheritdoc/>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination, int effort) =>
        Lz4Block.Compress(source, destination, LeastAccelerated + 1 - effort);
}

/// <summary>lz4hc. Its levels begin at 3.</summary>
internal sealed class Lz4HcCompressor : IStreamCompressor
{
    /// <inheritdoc/>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination, int effort) =>
        Math.Max(0, LZ4Codec.Encode(source, destination, (LZ4Level)Math.Max((int)LZ4Level.L03_HC, effort)));
}

/// <summary>zlib, levels 1 to 9.</summary>
internal sealed class ZlibCompressor : IStreamCompressor
{
    /// <inheritdoc/>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination, int effort) => SpanDeflate.CompressZlib(source, destination, effort);
}

/// <summary>zstd, levels 1 to 22; one frame per stream.</summary>
internal sealed class ZstdCompressor(ZstdCompressors zstd) : IStreamCompressor
{
    /// <inheritdoc/>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination, int effort) =>
        zstd.Compress(source, destination, effort);
}
