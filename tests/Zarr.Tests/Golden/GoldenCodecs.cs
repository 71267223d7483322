using System.Text.Json.Nodes;
using Blosc;
using Zarr.Codecs;
using Zarr.Metadata;

namespace Zarr.Tests.Golden;

/// <summary>Codecs after <c>bytes</c>, for elements of a size.</summary>
internal sealed record GoldenCodec(string Name, Func<int, ICodec[]> Make, bool ReferenceEffort = false);

/// <summary>The chains of codecs whose bytes are written down.</summary>
internal static class GoldenCodecs
{
    private static readonly BloscShuffle[] Shuffles = [BloscShuffle.None, BloscShuffle.Byte, BloscShuffle.Bit];

    /// <summary>For chunks of one or two blocks.</summary>
    internal static IReadOnlyList<GoldenCodec> Small { get; } =
    [
        .. Blosc(BloscCompressor.Lz4, 0, 1, 3, 5, 9),
        .. Blosc(BloscCompressor.Lz4Hc, 1, 5, 9),
        .. Blosc(BloscCompressor.Zlib, 1, 5),
        .. Blosc(BloscCompressor.Zstd, 1, 2, 3, 5, 7),
        .. Shuffles.Select(shuffle => Blosc(BloscCompressor.Zstd, shuffle, 3, nominal: true)),
        new("blosc-zstd-3-blocks-of-1000", size => [new BloscCodec(size) { Level = 3, BlockSize = 1000 }]),
        new("zstd-1", _ => [new ZstdCodec(1)]),
        new("zstd-3-checksum", _ => [new ZstdCodec(3, checksum: true)]),
        new("zstd-9", _ => [new ZstdCodec(9)]),
        new("gzip-0", _ => [new GzipCodec(0)]),
        new("gzip-1", _ => [new GzipCodec(1)]),
        new("gzip-5", _ => [new GzipCodec(5)]),
        new("gzip-9", _ => [new GzipCodec(9)]),
        new("lz4-1", _ => [Named("numcodecs.lz4", "acceleration", 1)]),
        new("lz4-20", _ => [Named("numcodecs.lz4", "acceleration", 20)]),
        new("zlib-1", _ => [Named("numcodecs.zlib", "level", 1)]),
        new("zlib-default", _ => [Named("numcodecs.zlib", "level", -1)]),
        new("crc32c", _ => [new Crc32cCodec()]),
        new("none", _ => []),
    ];

    /// <summary>For chunks of many blocks, on which the adaptive encoder learns from one block what the next gets.</summary>
    internal static IReadOnlyList<GoldenCodec> Large { get; } =
    [
        Blosc(BloscCompressor.Zstd, BloscShuffle.Byte, 3),
        Blosc(BloscCompressor.Zstd, BloscShuffle.None, 3),
        Blosc(BloscCompressor.Zstd, BloscShuffle.Byte, 3, nominal: true),
    ];

    private static IEnumerable<GoldenCodec> Blosc(BloscCompressor compressor, params int[] levels) =>
        from level in levels from shuffle in Shuffles select Blosc(compressor, shuffle, level);

    private static GoldenCodec Blosc(BloscCompressor compressor, BloscShuffle shuffle, int level, bool nominal = false) => new(
        $"blosc-{compressor}-{level}-{shuffle}{(nominal ? "-nominal" : string.Empty)}",
        size => [new BloscCodec(size) { Compressor = compressor, Shuffle = shuffle, Level = level }],
        nominal);

    private static ICodec Named(string name, string member, int value) =>
        CodecRegistry.Default.Create(new NamedConfiguration(name, new JsonObject { [member] = value }));
}
