using Blosc.Buffers;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Blosc.Zstd.Decoding;

/// <summary>Reads zstd frames: those of literals with <see cref="LiteralsDecoder"/>, twice as fast, all others with ZstdSharp. Thread-safe.</summary>
internal sealed class ZstdDecoder
{
    private readonly ZstdDecompressors decompressors = new();

    /// <summary>An empty pool.</summary>
    public ZstdDecoder() => Literals = new ContextPool<LiteralsDecoder>(() => new LiteralsDecoder(decompressors));

    /// <summary>Decoders of frames of literals.</summary>
    public ContextPool<LiteralsDecoder> Literals { get; }

    /// <summary>Reads all frames, passing over skippable ones.</summary>
    /// <returns>The number of bytes written, or -1 if the content does not fit the destination.</returns>
    /// <exception cref="ZstdException">The frames are damaged, or something else follows them.</exception>
    public int Decompress(ReadOnlySpan<byte> source, Span<byte> destination) =>
        TryDecompressLiterals(source, destination) ? destination.Length : DecompressAny(source, destination);

    /// <summary>As <see cref="Decompress"/>, without looking for literals.</summary>
    public int DecompressAny(ReadOnlySpan<byte> source, Span<byte> destination) => decompressors.Decompress(source, destination);

    private bool TryDecompressLiterals(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var literals = Literals.Rent();
        var isDone = literals.TryAdd(source, destination, new StreamSegment(0, source.Length, 0, destination.Length));
        var isIntact = literals.TryFinish(source, destination);
        Literals.Return(literals);
        return isIntact
            ? isDone
            : throw new ZstdException(ZSTD_ErrorCode.ZSTD_error_corruption_detected, "a Huffman stream does not end where it must");
    }
}
