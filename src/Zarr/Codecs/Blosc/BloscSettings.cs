namespace Zarr.Codecs.Blosc;

/// <summary>What an encoder is asked to do: the codec's members, all of them known.</summary>
internal readonly record struct BloscSettings(BloscCompressor Compressor, int Level, BloscShuffle Shuffle, int TypeSize, int BlockSize)
{
    /// <summary>The format of the streams that the compressor writes.</summary>
    public StreamFormat Format => Compressor switch
    {
        BloscCompressor.BloscLz => StreamFormat.BloscLz,
        BloscCompressor.Lz4 or BloscCompressor.Lz4Hc => StreamFormat.Lz4,
        BloscCompressor.Snappy => StreamFormat.Snappy,
        BloscCompressor.Zlib => StreamFormat.Zlib,
        _ => StreamFormat.Zstd,
    };

    /// <summary>Whether the compressor trades much speed for size, and so gets larger blocks.</summary>
    public bool IsHighRatio => Compressor is BloscCompressor.Lz4Hc or BloscCompressor.Zlib or BloscCompressor.Zstd;
}
