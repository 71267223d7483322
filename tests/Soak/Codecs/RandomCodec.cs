using Blosc;
using Zarr;
using Zarr.Codecs;

namespace Soak.Codecs;

/// <summary>Codecs in all configurations.</summary>
internal static class RandomCodec
{
    private static readonly BloscCompressor[] Writable =
        [BloscCompressor.Zstd, BloscCompressor.Zstd, BloscCompressor.Zstd, BloscCompressor.Lz4, BloscCompressor.Lz4Hc, BloscCompressor.Zlib];

    /// <summary>A codec for chunks of so many bytes.</summary>
    internal static ICodec Make(Random random, int length) => length > 0 && random.Next(10) == 0 ? Sharding(random, length) : OfBytes(random, length);

    /// <summary>What a codec is bound to: bytes in one dimension.</summary>
    internal static CodecInput Input(Random random, int length) => Input(random, length, row: 1);

    /// <summary>What a codec is bound to: bytes in rows.</summary>
    /// <param name="random">Chance.</param>
    /// <param name="length">How many bytes; they may end within the last row.</param>
    /// <param name="row">Bytes in a row.</param>
    internal static CodecInput Input(Random random, int length, int row) => new(ShapeOf(length, row), DataType.UInt8, length)
    {
        ReferenceEffort = random.Next(4) == 0,
        MaxDegreeOfParallelism = random.Next(1, 4),
    };

    /// <summary>The rows in so many bytes.</summary>
    internal static Shape ShapeOf(int length, int row) => row == 1 ? Shape.Create([length]) : Shape.Create([(length + row - 1) / row, row]);

    /// <summary>The length of rows, for codecs that do not mind it.</summary>
    internal static int RowFor(Random random, ICodec codec) => codec is ShardingCodec ? 1 : random.Next(4) switch
    {
        0 => 1,
        1 => random.Next(2, 70),
        _ => 1 << random.Next(4, 11),
    };

    private static ICodec OfBytes(Random random, int length) => random.Next(16) switch
    {
        0 => new Crc32cCodec(),
        1 => new GzipCodec(random.Next(10)),
        2 => new ZlibCodec(random.Next(10)),
        3 => new Lz4Codec(random.Next(1, 20)),
        4 or 5 => new ZstdCodec(random.Next(-10, length > 100_000 ? 10 : 20), random.Next(2) == 0),
        _ => Blosc(random, length),
    };

    private static BloscCodec Blosc(Random random, int length) => new(TypeSize(random))
    {
        Compressor = Writable[random.Next(Writable.Length)],
        Level = random.Next(3) == 0 ? 3 : random.Next(length > 300_000 ? 8 : 10),
        Shuffle = (BloscShuffle)random.Next(3),
        BlockSize = random.Next(4) switch
        {
            0 => random.Next(1, 2 << random.Next(20)),
            _ => 0,
        },
    };

    private static int TypeSize(Random random) => random.Next(12) switch
    {
        0 => random.Next(1, 256),
        1 => 255,
        < 6 => 1 << random.Next(5),
        _ => random.Next(1, 17),
    };

    private static ShardingCodec Sharding(Random random, int length)
    {
        var inner = Enumerable.Range(1, Math.Min(40, length)).Where(count => length % count == 0).ToArray();
        var chunk = length / inner[random.Next(inner.Length)];
        ICodec[] compressed = random.Next(5) == 0 ? [] : [OfBytes(random, chunk)];
        ICodec[] checkedToo = random.Next(3) == 0 ? [new Crc32cCodec()] : [];
        return new ShardingCodec(Shape.Create([chunk]), [new BytesCodec(), .. compressed, .. checkedToo])
        {
            IndexAtStart = random.Next(2) == 1,
        };
    }
}
