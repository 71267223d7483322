namespace Blosc;

/// <summary>The division of a chunk into blocks and streams.</summary>
/// <param name="BlockSize">The length of a block in bytes; the last may be shorter.</param>
/// <param name="IsSplit">Whether each full block is compressed as one stream per byte of an element (c-blosc's "split").</param>
internal readonly record struct BlockLayout(int BlockSize, bool IsSplit)
{
    private const int MaxSplitTypeSize = 16;
    private const int MinStreamLength = 128;
    private const int MinForcedBlockSize = 128;
    private const int BaseBlockSize = 32 * 1024;
    private const int MinSplitBlockSize = 64 * 1024;
    private const int MaxSplitBlockSize = 1024 * 1024;
    private const int MaxSplitStreamLength = 256 * 1024;

    /// <summary>Whether the format allows splitting blocks of this size. Decoders depend on it too.</summary>
    public static bool CanSplit(int typeSize, int blockSize) => typeSize <= MaxSplitTypeSize && blockSize / typeSize >= MinStreamLength;

    /// <summary>
    /// The layout that c-blosc 1.21 chooses (its compute_blocksize and split_block, forward compatible mode), so that readers find
    /// familiar blocks.
    /// </summary>
    public static BlockLayout Nominal(BloscOptions options, int contentLength)
    {
        var typeSize = options.TypeSize;
        if (contentLength < typeSize)
        {
            return new BlockLayout(1, IsSplit: false);
        }

        var size = options.BlockSize > 0
            ? Math.Clamp(options.BlockSize, MinForcedBlockSize, BloscHeader.MaxBlockSize)
            : Automatic(options, contentLength);
        if (options.Level > 0 && IsSplitAt(options, size))
        {
            size = (int)Math.Clamp((long)Math.Min(size, MaxSplitStreamLength) * typeSize, MinSplitBlockSize, MaxSplitBlockSize);
        }

        size = Math.Min(size, contentLength);
        size -= size > typeSize ? size % typeSize : 0;
        return new BlockLayout(size, IsSplitAt(options, size));
    }

    private static int Automatic(BloscOptions options, int contentLength)
    {
        if (contentLength < BaseBlockSize)
        {
            return contentLength;
        }

        var size = options.IsHighRatio ? 2 * BaseBlockSize : BaseBlockSize;
        return options.Level switch
        {
            0 => size / 4,
            1 => size / 2,
            2 => size,
            3 => size * 2,
            4 or 5 => size * 4,
            9 when options.IsHighRatio => size * 16,
            _ => size * 8,
        };
    }

    private static bool IsSplitAt(BloscOptions options, int size) =>
        options.Compressor != BloscCompressor.Zstd && CanSplit(options.TypeSize, size);
}
