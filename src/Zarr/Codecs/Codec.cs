using Blosc;
using Zarr.Codecs.Sharding;

namespace Zarr.Codecs;

/// <summary>
/// Makes the codecs of the specification, for the list <see cref="Metadata.ArrayMetadata.Codecs"/>: <c>Codec.Zstd(3).ToMetadata()</c>. Every codec, also those that are not here, can be named there as in
/// <c>zarr.json</c>: <c>new NamedConfiguration("delta", …)</c>; <see cref="CodecRegistry.Create"/> makes it.
/// </summary>
public static class Codec
{
    /// <summary>The most inner chunks that a shard may have: 4,194,304, which makes an index of 64 MiB. A <c>zarr.json</c> that asks for more is refused.</summary>
    public const int MaxInnerChunks = ShardGrid.MaxCount;

    /// <summary>The codec <c>transpose</c>: stores the dimensions of a chunk in another order. With the order 2, 0, 1 a chunk of 4 x 5 x 6 is stored as 6 x 4 x 5.</summary>
    /// <param name="order">For each stored dimension, outermost first, the number of the corresponding dimension of the array; each number exactly once.</param>
    /// <exception cref="ArgumentException">The order is not a permutation, or longer than <see cref="Shape.MaxRank"/>.</exception>
    public static ICodec Transpose(params ReadOnlySpan<int> order) => new TransposeCodec(order);

    /// <summary>The codec <c>bytes</c>: elements in C order.</summary>
    /// <param name="bigEndian">Whether the most significant byte of a number comes first. It has no effect on elements of one byte.</param>
    public static ICodec Bytes(bool bigEndian = false) => new BytesCodec(bigEndian);

    /// <summary>
    /// The codec <c>sharding_indexed</c>: divides a chunk, called a shard, into inner chunks, encodes each inner chunk alone, and stores all of them as one value, with an index of their offsets and lengths.
    /// Inner chunks that hold only the fill value are left out.
    /// </summary>
    /// <remarks>The index is at the end, and its codecs are <c>bytes</c> and <c>crc32c</c>. A <see cref="Metadata.NamedConfiguration"/> can say something else.</remarks>
    /// <param name="chunkShape">Lengths of an inner chunk, each a divisor of the shard's length.</param>
    /// <param name="codecs">The codecs of an inner chunk, in the order of encoding; another sharding codec may be among them.</param>
    /// <exception cref="ArgumentException">A length is 0.</exception>
    public static ICodec Sharding(Shape chunkShape, params IEnumerable<ICodec> codecs) => new ShardingCodec(chunkShape, codecs);

    /// <summary>The codec <c>blosc</c>: a Blosc 1 chunk, in which blocks of shuffled elements are compressed one by one. The header of each chunk says how to decode it.</summary>
    /// <param name="typeSize">Bytes per element, 1 to 255.</param>
    /// <param name="compressor">The compressor of the blocks. BloscLZ and Snappy can be named, but not written.</param>
    /// <param name="level">Compression level, 0 (not compressed) to 9.</param>
    /// <param name="shuffle">How elements are rearranged first. For elements of one byte only <see cref="BloscShuffle.Bit"/> has an effect.</param>
    /// <param name="blockSize">Bytes per block; 0 lets the rule of c-blosc decide. Other values are rounded to what the format allows: at least 128, and a multiple of the element size.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside these limits.</exception>
    public static ICodec Blosc(
        int typeSize, BloscCompressor compressor = BloscCompressor.Zstd, int level = 5, BloscShuffle shuffle = BloscShuffle.Byte, int blockSize = 0) =>
        new BloscCodec(typeSize) { Compressor = compressor, Level = level, Shuffle = shuffle, BlockSize = blockSize };

    /// <summary>The codec <c>zstd</c>: one Zstandard frame (RFC 8878) with its content size. When reading, there may be any number of frames.</summary>
    /// <param name="level">-131072 (fastest) to 22 (smallest); 0 is the default of zstd, which is 3.</param>
    /// <param name="checksum">Whether the frame ends with a checksum of its content. When reading, one that is there is always verified.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such level.</exception>
    public static ICodec Zstd(int level = 0, bool checksum = false) => new ZstdCodec(level, checksum);

    /// <summary>The codec <c>gzip</c>: one gzip member (RFC 1952). When reading, there may be any number of members.</summary>
    /// <param name="level">0 (not compressed) to 9 (smallest).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such level.</exception>
    public static ICodec Gzip(int level = 5) => new GzipCodec(level);

    /// <summary>The codec <c>crc32c</c>: the bytes followed by their CRC-32C, which decoding verifies.</summary>
    public static ICodec Crc32c() => new Crc32cCodec();
}
