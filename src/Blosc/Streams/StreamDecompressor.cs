using Blosc.Buffers;
using Blosc.Deflate;
using Blosc.Lz4;
using Blosc.Zstd.Decoding;
using ZstdSharp;

namespace Blosc.Streams;

/// <summary>Decompresses streams of all formats. Thread-safe.</summary>
internal sealed class StreamDecompressor
{
    private readonly ZstdDecoder zstd = new();

    /// <summary>Decoders of zstd frames of literals, to try first.</summary>
    public ContextPool<LiteralsDecoder> Literals => zstd.Literals;

    /// <summary>Decompresses one stream of known content length.</summary>
    /// <returns>Whether the stream is intact and its content fills the destination.</returns>
    /// <exception cref="NotSupportedException">The format is Snappy.</exception>
    public bool TryDecompress(StreamFormat format, ReadOnlySpan<byte> source, Span<byte> destination) => format switch
    {
        StreamFormat.BloscLz => BloscLz.TryDecompress(source, destination),
        StreamFormat.Lz4 => Lz4Block.Decompress(source, destination) == destination.Length,
        StreamFormat.Zlib => IsWhole(SpanDeflate.DecompressZlib(source, destination), destination.Length),
        StreamFormat.Zstd => TryZstd(source, destination),
        _ => throw new NotSupportedException("Blosc chunks compressed with snappy cannot be read"),
    };

    private static bool IsWhole(InflateResult inflated, int length) => inflated.Status == InflateStatus.Complete && inflated.Written == length;

    private bool TryZstd(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        try
        {
            return zstd.DecompressAny(source, destination) == destination.Length;
        }
        catch (ZstdException)
        {
            return false;
        }
    }
}
