using Blosc;
using Zarr;
using Zarr.Codecs;
using Zarr.Metadata;

namespace Interop.Cases;

/// <summary>The codec chains that are tried, by name. Blosc with blosclz or snappy is missing: this library only reads the one and does not know the other.</summary>
internal static class CodecChains
{
    private const string BigEndian = "big endian";
    private const string BigEndianGzip = "big endian + gzip 1 + crc32c";

    private static readonly Dictionary<string, Func<DataType, ICodec[]>> Chains = new()
    {
        ["little endian"] = _ => [Codec.Bytes()],
        [BigEndian] = _ => [Codec.Bytes(bigEndian: true)],
        ["crc32c"] = _ => [Codec.Bytes(), Codec.Crc32c()],
        ["zstd 0"] = _ => [Codec.Bytes(), Codec.Zstd(0)],
        ["zstd -3, checksum"] = _ => [Codec.Bytes(), Codec.Zstd(-3, checksum: true)],
        ["zstd 19 + crc32c"] = _ => [Codec.Bytes(), Codec.Zstd(19), Codec.Crc32c()],
        ["gzip 0"] = _ => [Codec.Bytes(), Codec.Gzip(0)],
        ["gzip 6"] = _ => [Codec.Bytes(), Codec.Gzip(6)],
        [BigEndianGzip] = _ => [Codec.Bytes(bigEndian: true), Codec.Gzip(1), Codec.Crc32c()],
        ["blosc zstd 5 shuffle"] = type => Blosc(type, BloscCompressor.Zstd, 5, BloscShuffle.Byte),
        ["blosc zstd 3 bitshuffle"] = type => Blosc(type, BloscCompressor.Zstd, 3, BloscShuffle.Bit),
        ["blosc zstd 9 noshuffle"] = type => Blosc(type, BloscCompressor.Zstd, 9, BloscShuffle.None),
        ["blosc lz4 5 shuffle"] = type => Blosc(type, BloscCompressor.Lz4, 5, BloscShuffle.Byte),
        ["blosc lz4 1 bitshuffle"] = type => Blosc(type, BloscCompressor.Lz4, 1, BloscShuffle.Bit),
        ["blosc lz4 5 noshuffle"] = type => Blosc(type, BloscCompressor.Lz4, 5, BloscShuffle.None),
        ["blosc lz4hc 5 shuffle"] = type => Blosc(type, BloscCompressor.Lz4Hc, 5, BloscShuffle.Byte),
        ["blosc lz4hc 9 bitshuffle"] = type => Blosc(type, BloscCompressor.Lz4Hc, 9, BloscShuffle.Bit),
        ["blosc zlib 5 shuffle"] = type => Blosc(type, BloscCompressor.Zlib, 5, BloscShuffle.Byte),
        ["blosc zlib 1 noshuffle"] = type => Blosc(type, BloscCompressor.Zlib, 1, BloscShuffle.None),
        ["blosc lz4 0 shuffle (stored)"] = type => Blosc(type, BloscCompressor.Lz4, 0, BloscShuffle.Byte),
        ["blosc zstd 5 shuffle, blocks of 512"] = type => Blosc(type, BloscCompressor.Zstd, 5, BloscShuffle.Byte, 512),
        ["blosc lz4 5 bitshuffle, blocks of 200, + crc32c"] = type => [.. Blosc(type, BloscCompressor.Lz4, 5, BloscShuffle.Bit, 200), Codec.Crc32c()],
    };

    /// <summary>The names of the chains that zarrita can read for a type. Big endian booleans it cannot, see <see cref="ZarritaLimitsTests"/>.</summary>
    internal static IReadOnlyList<string> For(DataType type) =>
        [.. Chains.Keys.Where(chain => type != DataType.Bool || chain is not (BigEndian or BigEndianGzip))];

    /// <summary>The codecs of a chain for arrays of a type.</summary>
    internal static IReadOnlyList<NamedConfiguration> Create(string name, DataType type) => [.. Chains[name](type).Select(codec => codec.ToMetadata())];

    private static ICodec[] Blosc(DataType type, BloscCompressor compressor, int level, BloscShuffle shuffle, int blockSize = 0) =>
        [Codec.Bytes(), Codec.Blosc(type.Size, compressor, level, shuffle, blockSize)];
}
