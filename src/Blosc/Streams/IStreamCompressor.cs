using Blosc.Deflate;
using Blosc.Lz4;
using Blosc.Zstd;
using K4os.Compression.LZ4;

namespace Blosc.Streams;

/// <summary>Compresses streams of one format, for one chunk at a time.</summary>
internal interface IStreamCompressor
{
    /// <summary>Begins another chunk.</summary>
    /// <param name="blockCount">The number of its blocks.</param>
    void BeginChunk(int blockCount)
    {
    }

    /// <summary>Compresses one stream.</summary>
    /// <param name="source">At least one byte.</param>
    /// <param name="destination">Room for the stream.</param>
    /// <param name="level">The level, in the scale of the compressor.</param>
    /// <returns>The length of the stream, or 0 if it does not fit.</returns>
    int Compress(ReadOnlySpan<byte> source, Span<byte> destination, int level);
}

/// <summary>lz4, levels 1 to 9: with the acceleration that c-blosc uses for each level.</summary>
internal sealed class Lz4Compressor : IStreamCompressor
{
    private const int LeastAccelerated = 9;

    /// <inheritdoc/>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination, int level) =>
        Lz4Block.Compress(source, destination, LeastAccelerated + 1 - level);
}

/// <summary>lz4hc. Its levels begin at 3.</summary>
internal sealed class Lz4HcCompressor : IStreamCompressor
{
    /// <inheritdoc/>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination, int level) =>
        Math.Max(0, LZ4Codec.Encode(source, destination, (LZ4Level)Math.Max((int)LZ4Level.L03_HC, level)));
}

/// <summary>zlib, levels 1 to 9.</summary>
internal sealed class ZlibCompressor : IStreamCompressor
{
    /// <inheritdoc/>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination, int level) => SpanDeflate.CompressZlib(source, destination, level);
}

/// <summary>zstd, levels 1 to 22; one frame per stream.</summary>
internal sealed class ZstdCompressor(ZstdCompressors zstd) : IStreamCompressor
{
    /// <inheritdoc/>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination, int level) =>
        zstd.Compress(source, destination, level);
}
