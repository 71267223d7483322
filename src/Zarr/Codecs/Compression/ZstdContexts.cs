using Zarr.Codecs.Huffman;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Zarr.Codecs.Compression;

/// <summary>
/// The one place that calls ZstdSharp: single-shot compression and decompression with pooled contexts. Frames of literals are decoded
/// by <see cref="LiteralsDecoder"/> instead, twice as fast. Thread-safe.
/// </summary>
/// <remarks>
/// Always through <see cref="Compressor"/> (ZSTD_compress2): the simple ZSTD_compressCCtx of the port loses the row match finder on
/// large inputs and was measured ten times slower at level 9.
/// </remarks>
internal sealed class ZstdContexts
{
    private readonly ContextPool<Compressor> compressors;
    private readonly ContextPool<Decompressor> decompressors = new(() => new Decompressor());

    /// <summary>Decoders of frames of literals.</summary>
    public ContextPool<LiteralsDecoder> Literals { get; }

    /// <summary>An empty pool.</summary>
    /// <param name="checksum">Whether frames are written with a checksum of their content.</param>
    public ZstdContexts(bool checksum = false)
    {
        compressors = new ContextPool<Compressor>(() => NewCompressor(checksum));
        Literals = new ContextPool<LiteralsDecoder>(() => new LiteralsDecoder(this));
    }

    /// <summary>The most bytes that a frame of so many bytes of content can take.</summary>
    public static long MaxFrameLength(int contentLength) => (long)Compressor.GetCompressBoundLong((ulong)contentLength);

    /// <summary>Writes one frame with its content size.</summary>
    /// <returns>The length of the frame, or 0 if it does not fit the destination.</returns>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination, int level)
    {
        var compressor = compressors.Rent();
        if (compressor.Level != level)
        {
            compressor.Level = level;
        }

        var fits = compressor.TryWrap(source, destination, out var written);
        if (!fits)
        {
            compressor.ResetStream();
        }

        compressors.Return(compressor);
        return fits ? written : 0;
    }

    /// <summary>Reads all frames, passing over skippable ones.</summary>
    /// <returns>The number of bytes written, or -1 if the content does not fit the destination.</returns>
    /// <exception cref="ZstdException">The frames are damaged, or something else follows them.</exception>
    public int Decompress(ReadOnlySpan<byte> source, Span<byte> destination) =>
        TryDecompressLiterals(source, destination) ? destination.Length : DecompressAny(source, destination);

    /// <summary>As <see cref="Decompress"/>, without looking for literals.</summary>
    public int DecompressAny(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var decompressor = decompressors.Rent();
        try
        {
            var fits = decompressor.TryUnwrap(source, destination, out var written);
            decompressors.Return(decompressor);
            return fits ? written : -1;
        }
        catch (ZstdException)
        {
            decompressor.Dispose();
            throw;
        }
    }

    private bool TryDecompressLiterals(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var literals = Literals.Rent();
        var isDone = literals.TryAdd(source, destination, new StreamPlace(0, source.Length, 0, destination.Length));
        var isIntact = literals.TryFinish(source, destination);
        Literals.Return(literals);
        return isIntact
            ? isDone
            : throw new ZstdException(ZSTD_ErrorCode.ZSTD_error_corruption_detected, "a Huffman stream does not end where it must");
    }

    private static Compressor NewCompressor(bool checksum)
    {
        var compressor = new Compressor();
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, checksum ? 1 : 0);
        return compressor;
    }
}
