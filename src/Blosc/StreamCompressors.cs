using Blosc.Buffers;
using Blosc.Streams;
using Blosc.Zstd;
using Blosc.Zstd.Encoding;
using Blosc.Zstd.Sequences;

namespace Blosc;

/// <summary>Creates the compressors that options ask for.</summary>
internal static class StreamCompressors
{
    /// <summary>A pool of compressors, or null for a compressor that this library only reads. Adaptive effort applies to level 3 without bit shuffle; otherwise zstd compresses as usual.</summary>
    /// <param name="options">The options.</param>
    /// <param name="shape">The shape of the content of a chunk; the adaptive compressor looks for matches in the row above.</param>
    public static ContextPool<IStreamCompressor>? For(BloscOptions options, ReadOnlySpan<long> shape) => options.Compressor switch
    {
        BloscCompressor.Lz4 => new(() => new Lz4Compressor()),
        BloscCompressor.Lz4Hc => new(() => new Lz4HcCompressor()),
        BloscCompressor.Zlib => new(() => new ZlibCompressor()),
        BloscCompressor.Zstd when Adapts(options) => AdaptiveZstd(options, RowLayout.Of(shape)),
        BloscCompressor.Zstd => Zstd(new ZstdCompressors()),
        _ => null,
    };

    // The limits of the adaptive encoder were measured at this level of Blosc, the default of the Zarr package that uses this one, and without bit shuffle.
    private static bool Adapts(BloscOptions options)
    {
        const int MeasuredLevel = 3;
        return options is { ReferenceEffort: false, Level: MeasuredLevel } && options.Shuffle != BloscShuffle.Bit;
    }

    private static ContextPool<IStreamCompressor> Zstd(ZstdCompressors zstd) => new(() => new ZstdCompressor(zstd));

    // One pool of contexts for each use, because each has its own level of zstd: to change the level of a context costs more than to compress a block.
    private static ContextPool<IStreamCompressor> AdaptiveZstd(BloscOptions options, RowLayout rows)
    {
        var (fast, chains, nominal) = (new ZstdCompressors(), new ZstdCompressors(forBlocks: true), new ZstdCompressors());
        var planes = new BlockFilter(options.Shuffle, options.TypeSize).IsIdentity ? 1 : options.TypeSize;
        return new(() => new AdaptiveZstdCompressor(new PlaneCompressor(new StreamFrameWriter(rows, fast, chains, nominal)), planes));
    }
}
