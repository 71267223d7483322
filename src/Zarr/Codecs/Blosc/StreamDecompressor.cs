using K4os.Compression.LZ4;
using Zarr.Codecs.Compression;
using Zarr.Codecs.Huffman;
using ZstdSharp;

namespace Zarr.Codecs.Blosc;

/// <summary>Reads the streams of all formats. Thread-safe.</summary>
internal sealed class StreamDecompressor(ZstdContexts contexts)
{
    /// <summary>Decoders of Zstd streams without matches, which are given a chance first.</summary>
    public ContextPool<LiteralsDecoder> Literals => contexts.Literals;

    /// <summary>Decompresses one stream into exactly as many bytes as there must be.</summary>
    /// <returns>Whether the stream is intact and has that many.</returns>
    /// <exception cref="UnsupportedFeatureException">The format is Snappy.</exception>
    public bool TryDecompress(StreamFormat format, ReadOnlySpan<byte> source, Span<byte> destination) => format switch
    {
        StreamFormat.BloscLz => BloscLz.TryDecompress(source, destination),
        StreamFormat.Lz4 => LZ4Codec.Decode(source, destination) == destination.Length,
        StreamFormat.Zlib => IsWhole(Deflate.DecompressZlib(source, destination), destination.Length),
        StreamFormat.Zstd => TryZstd(source, destination),
        _ => throw new UnsupportedFeatureException("snappy", "Blosc with snappy is not supported; rewrite the array with zstd or lz4"),
    };

    private static bool IsWhole(Inflated inflated, int length) => inflated.End == DeflateEnd.Complete && inflated.Written == length;

    private bool TryZstd(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        try
        {
            return contexts.DecompressAny(source, destination) == destination.Length;
        }
        catch (ZstdException)
        {
            return false;
        }
    }
}
