using Blosc.Buffers;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Blosc.Zstd;

/// <summary>
/// Writes zstd frames with ZstdSharp and pooled contexts, one call per frame. Thread-safe.
/// </summary>
/// <remarks>
/// It always uses <see cref="Compressor"/> (ZSTD_compress2): ZSTD_compressCCtx of the port does not use the row match finder on
/// large inputs, and is ten times slower at level 9.
/// </remarks>
internal sealed class ZstdCompressors
{
    private readonly ContextPool<Compressor> compressors;

    /// <summary>An empty pool.</summary>
    /// <param name="checksum">Whether frames are written with a checksum of their content.</param>
    /// <param name="forBlocks">Whether the content has at most some 128 KiB. Then hash chains and a small table are 1.5 times as fast as the row match finder at level 5 on label images,
    /// and find at least as many matches. On longer content they are far slower.</param>
    public ZstdCompressors(bool checksum = false, bool forBlocks = false) =>
        compressors = new ContextPool<Compressor>(() => NewCompressor(checksum, forBlocks));

    /// <summary>The maximum length of a frame, in bytes, for content of this length.</summary>
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

    private static Compressor NewCompressor(bool checksum, bool forBlocks)
    {
        const ZSTD_cParameter UseRowMatchFinder = ZSTD_cParameter.ZSTD_c_experimentalParam14;
        const int SmallHashLog = 14;
        const int WholeBlockLog = 17;
        var compressor = new Compressor();
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, checksum ? 1 : 0);
        if (forBlocks)
        {
            compressor.SetParameter(UseRowMatchFinder, (int)ZSTD_paramSwitch_e.ZSTD_ps_disable);
            compressor.SetParameter(ZSTD_cParameter.ZSTD_c_hashLog, SmallHashLog);
            compressor.SetParameter(ZSTD_cParameter.ZSTD_c_chainLog, WholeBlockLog);
        }

        return compressor;
    }
}
