using Blosc.Streams;

namespace Blosc;

/// <summary>Options of a <see cref="BloscEncoder"/>. A decoder needs none: the header of each chunk describes it.</summary>
public sealed record BloscOptions
{
    /// <summary>The highest level, the slowest.</summary>
    public const int MaxLevel = 9;

    /// <summary>The largest element that can be shuffled, in bytes.</summary>
    public const int MaxTypeSize = 255;

    /// <summary>The compressor of the blocks. Default <see cref="BloscCompressor.Zstd"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such compressor.</exception>
    public BloscCompressor Compressor
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "no such compressor");
    } = BloscCompressor.Zstd;

    /// <summary>The compression level, 0 (store only) to <see cref="MaxLevel"/>. Default 5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such level.</exception>
    public int Level
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxLevel);
            field = value;
        }
    } = 5;

    /// <summary>The rearrangement of elements before compression. Default <see cref="BloscShuffle.Byte"/>, which has no effect on elements of one byte.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such shuffle.</exception>
    public BloscShuffle Shuffle
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "no such shuffle");
    } = BloscShuffle.Byte;

    /// <summary>The size of an element in bytes, 1 to <see cref="MaxTypeSize"/>. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is outside these limits.</exception>
    public int TypeSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxTypeSize);
            field = value;
        }
    } = 1;

    /// <summary>The size of a block in bytes. 0, the default, chooses the size that c-blosc would choose. The encoder raises values below 128 to 128, and rounds down to whole elements.</summary>
    /// <remarks>As in c-blosc, blocks that are split into one stream for each byte of an element are longer: the size counts for each stream then, and the block has 64 KiB to 1 MiB. Zstd blocks are never split.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    public int BlockSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>
    /// Whether every part of a chunk gets the nominal effort of c-blosc and zstd at the level. False by default: the effort adapts to each part. Noise then gets an entropy code without a search for
    /// matches, which is several times faster, and chunks are at most about 1 % larger, and often smaller. Only zstd at level 3 without bit shuffle adapts.
    /// </summary>
    /// <remarks>It changes the time of writing and slightly the size, but not the content that readers get.</remarks>
    public bool ReferenceEffort { get; init; }

    /// <summary>The format of the streams that the compressor writes.</summary>
    internal StreamFormat Format => Compressor switch
    {
        BloscCompressor.BloscLz => StreamFormat.BloscLz,
        BloscCompressor.Lz4 or BloscCompressor.Lz4Hc => StreamFormat.Lz4,
        BloscCompressor.Snappy => StreamFormat.Snappy,
        BloscCompressor.Zlib => StreamFormat.Zlib,
        _ => StreamFormat.Zstd,
    };

    /// <summary>Whether the compressor trades speed for size, and therefore gets larger blocks.</summary>
    internal bool IsHighRatio => Compressor is BloscCompressor.Lz4Hc or BloscCompressor.Zlib or BloscCompressor.Zstd;
}
