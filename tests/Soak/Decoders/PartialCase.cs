using System.Buffers;
using Blosc;
using Soak.Contents;
using TestKit;
using Zarr;
using Zarr.Arrays;
using Zarr.Arrays.Blocks;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Soak.Decoders;

/// <summary>
/// Boxes of intact and of damaged chunks, decoded block by block from memory and from ranges: the elements that belong there if the chunk is intact, otherwise some elements or an error of
/// damaged data.
/// </summary>
internal static class PartialCase
{
    private const int Attempts = 200;

    private static readonly BlockLimits Limits = BlockLimits.Tiny with { LeastSavingOfReads = 0 };

    internal static async Task RunAsync(Random random, Tally tally)
    {
        var codecs = Codecs(random, out var shape);
        var pipeline = CodecPipeline.Bind(codecs, shape, DataType.UInt16, int.MaxValue >> 1);
        var content = RandomContent.OfLength(random, pipeline.ChunkLength);
        var (intact, other) = (Encode(pipeline, content), Encode(pipeline, RandomContent.OfLength(random, pipeline.ChunkLength)));
        var whole = new NaiveArray(shape, 2, [0, 0]);
        whole.Write(Region.Whole(shape), content);
        var reader = new BlockReader(new MemoryStore(), pipeline, Limits, random.Next(2) == 0 ? new BlockCache(50_000) : null);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var box = Box(random, shape);
            var isIntact = random.Next(4) == 0;
            var bytes = isIntact ? intact : Damage.Of(random, intact, other);
            var expected = isIntact ? whole.Read(box) : null;
            Require(expected, TryDecode(pipeline, bytes, box), $"{string.Join(", ", codecs.Select(codec => codec.ToMetadata().ToJson().ToJsonString()))}, {shape}, {box}");

            // Each attempt is another version, since damage makes another value; the intact value is one version.
            var source = new RangesSource(bytes, isIntact ? "intact" : $"{attempt}");
            if (await TryReadAsync(reader, source, box) is { } read)
            {
                Require(expected, read, $"ranges of {shape}, {box}");
                tally.Add("ranges read");
            }

            tally.Add(isIntact ? "intact boxes" : "damaged boxes");
        }
    }

    private static void Require(byte[]? expected, byte[]? found, string what)
    {
        if (expected is not null)
        {
            DifferenceException.Require(found is not null, $"{what}: refused");
            DifferenceException.RequireEqual(expected, found, what);
        }
    }

    private static List<ICodec> Codecs(Random random, out Shape shape)
    {
        var rank = random.Next(1, 5);
        var longest = new[] { 0, 20_000, 140, 27, 12 }[rank];
        shape = Shape.Create([.. Enumerable.Range(0, rank).Select(_ => (long)random.Next(1, longest + 1))]);
        var order = Enumerable.Range(0, rank).ToArray();
        random.Shuffle(order);
        var compressor = new[] { BloscCompressor.Zstd, BloscCompressor.Lz4, BloscCompressor.Lz4Hc, BloscCompressor.Zlib }[random.Next(4)];
        List<ICodec> codecs = random.Next(2) == 0 ? [new TransposeCodec(order)] : [];
        codecs.Add(new BytesCodec(bigEndian: random.Next(2) == 0));
        codecs.Add(new BloscCodec(random.Next(1, 9)) { Compressor = compressor, Level = random.Next(7), Shuffle = (BloscShuffle)random.Next(3), BlockSize = random.Next(128, 3000) });
        return codecs;
    }

    private static Region Box(Random random, Shape shape)
    {
        long[] lengths = [.. shape.Select(length => random.NextInt64(1, (random.Next(3) == 0 ? length : Math.Min(length, 3)) + 1))];
        return new Region([.. lengths.Select((length, d) => random.NextInt64(shape[d] - length + 1))], Shape.Create(lengths));
    }

    private static byte[] Encode(CodecPipeline pipeline, byte[] content)
    {
        var room = new byte[pipeline.MaxEncodedLength];
        return room[..pipeline.Encode(content, room)];
    }

    private static byte[]? TryDecode(CodecPipeline pipeline, byte[] bytes, Region box)
    {
        var (found, target) = Target(box);
        try
        {
            BoxDecoder.Decode(pipeline, Limits, bytes, new BoxRequest(box, Region.Whole(box.Shape), target));
            return found;
        }
        catch (Exception error) when (error is CorruptDataException or UnsupportedFeatureException { Feature: "snappy" })
        {
            return null;
        }
    }

    private static async Task<byte[]?> TryReadAsync(BlockReader reader, RangesSource source, Region box)
    {
        var (found, target) = Target(box);
        try
        {
            var request = new BoxRequest(box, Region.Whole(box.Shape), target);
            return await reader.TryReadAsync(source, new StoreKey("c"), 0, request, CancellationToken.None) is true ? found : null;
        }
        catch (UnsupportedFeatureException error) when (error.Feature == "snappy")
        {
            return null;
        }
    }

    private static (byte[] Found, RegionTarget<byte> Target) Target(Region box)
    {
        var found = new byte[box.Shape.ElementCount * 2];
        return (found, new RegionTarget<byte>(found, box.Shape, new FillPattern(DataType.UInt16, FillValue.Zero(DataType.UInt16).Bytes)));
    }

    /// <summary>Bytes of which every part is read alone.</summary>
    private sealed class RangesSource(byte[] bytes, string version) : IByteSource
    {
        public bool PrefersShortReads => true;

        public string Version => version;

        public bool IsOneVersion => true;

        public bool NoticesChanges => true;

        public long? Length => bytes.Length;

        public bool IsInMemory => false;

        public ValueTask<IMemoryOwner<byte>?> ReadAsync(ByteRange range, CancellationToken cancellationToken)
        {
            var (offset, length) = range.Resolve(bytes.Length);
            return ValueTask.FromResult<IMemoryOwner<byte>?>(PooledMemory.CopyOf(bytes.AsSpan((int)offset, (int)length)));
        }
    }
}
