using System.Runtime.InteropServices;
using Blosc;
using CsCheck;
using TestKit;
using Zarr.Codecs;
using Zarr.Metadata;

namespace Zarr.Tests;

/// <summary>Random ways to store an array: chunks, shards, transposed or not, any chain of codecs, any fill value.</summary>
internal static class RandomLayout
{
    private static readonly Gen<ICodec[]> BytesCodecs = Gen.OneOf(
        Gen.Const<ICodec[]>([]),
        BytesCodecOf().Array[1],
        BytesCodecOf().Array[2]);

    /// <summary>Metadata of arrays of a rank.</summary>
    internal static Gen<ArrayMetadata> Of(int rank) =>
        from shape in Generators.Shape(rank, 0, 8)
        from inner in Generators.Shape(rank, 1, 3)
        from counts in Generators.Shape(rank, 1, 3)
        from fill in Fill
        from keys in Gen.OneOf<ChunkKeyEncoding>(ChunkKeyEncoding.Default, new("default", '.'), new("v2", '.'), new("v2", '/'))
        from codecs in Codecs(rank, inner, fill.DataType)
        select new ArrayMetadata
        {
            Shape = shape,
            ChunkShape = Shape.Create([.. inner.Zip(counts, (length, count) => length * count)]),
            DataType = fill.DataType,
            FillValue = fill,
            ChunkKeyEncoding = keys,
            Codecs = [.. codecs.Select(codec => codec.ToMetadata())],
        };

    private static Gen<FillValue> Fill { get; } = Gen.OneOf(
        Gen.Bool.Select(FillValue.Of),
        Gen.Byte.Select(FillValue.Of),
        Gen.UShort.Select(FillValue.Of),
        Gen.Int.Select(FillValue.Of),
        Gen.UInt.Select(bits => FillValue.Of(BitConverter.UInt32BitsToSingle(bits))),
        Gen.Double.Special.Select(FillValue.Of),
        Gen.ULong.Select(bits => FillValue.Of(MemoryMarshal.Cast<ulong, Complex64>([bits])[0])),
        Gen.Const(FillValue.Zero(DataType.UInt16)));

    private static Gen<ICodec[]> Codecs(int rank, Shape inner, DataType type) =>
        from outerOrder in Order(rank)
        from isSharded in Gen.Bool
        from chain in Chain(rank, type)
        from indexCodecs in Gen.OneOf<ICodec[]>([new BytesCodec(), new Crc32cCodec()], [new BytesCodec(bigEndian: true)])
        from indexAtStart in Gen.OneOf(true, false)
        from after in Gen.Frequency((4, Gen.Const<ICodec[]>([])), (1, BytesCodecs))
        select isSharded
            ? [.. Transpose(outerOrder), Sharding(Permuted(inner, outerOrder), chain, indexCodecs, indexAtStart, isLast: after.Length == 0), .. after]
            : chain;

    private static ShardingCodec Sharding(Shape inner, ICodec[] chain, ICodec[] index, bool indexAtStart, bool isLast) =>
        new(inner, chain) { IndexCodecs = index, IndexAtStart = isLast && indexAtStart };

    /// <summary>An order of dimensions; null for as they are.</summary>
    private static Gen<int[]?> Order(int rank) => Gen.OneOf(
        Gen.Const((int[]?)null),
        Gen.Int[0, 1000].Select(int[]? (seed) =>
        {
            var order = Enumerable.Range(0, rank).ToArray();
            new Random(seed).Shuffle(order);
            return order;
        }));

    private static ICodec[] Transpose(int[]? order) => order is null ? [] : [new TransposeCodec(order)];

    private static Shape Permuted(Shape shape, int[]? order) => order is null ? shape : Shape.Create([.. order.Select(d => shape[d])]);

    private static Gen<ICodec[]> Chain(int rank, DataType type) =>
        from order in Order(rank)
        from bigEndian in Gen.OneOf(false, true)
        from blosc in Gen.Int[0, 5]
        from compressor in Gen.OneOf<BloscCompressor>(BloscCompressor.Zstd, BloscCompressor.Lz4, BloscCompressor.Lz4Hc, BloscCompressor.Zlib)
        from shuffle in Gen.Enum<BloscShuffle>()
        from after in BytesCodecs
        select (ICodec[])[
            .. Transpose(order),
            new BytesCodec(bigEndian),
            .. blosc == 0 ? [new BloscCodec(type.Size) { Level = 1, Compressor = compressor, Shuffle = shuffle }] : Array.Empty<ICodec>(),
            .. after];

    private static Gen<ICodec> BytesCodecOf() =>
        Gen.OneOf<ICodec>(new GzipCodec(1), new ZstdCodec(1), new Crc32cCodec(), new Lz4Codec(), new ZlibCodec(1));
}
