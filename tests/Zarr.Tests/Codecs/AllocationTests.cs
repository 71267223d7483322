using Blosc;
using TestKit;
using Xunit;
using Zarr.Codecs;

namespace Zarr.Tests.Codecs;

public sealed class AllocationTests
{
    private const int Length = 1 << 20;

    public static TheoryData<string> Names() => new(Codecs().Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_chunk_takes_nothing_from_the_heap_after_warm_up(string name)
    {
        var bound = Codecs()[name].Bind(new CodecInput([Length / 2], DataType.UInt16, Length));
        var source = SampleBytes.Make(SampleKind.NoisyPixels, Length);
        var (encoded, decoded) = (new byte[bound.Output.MaxLength], new byte[Length]);
        RoundTrip(bound, source, encoded, decoded);
        RoundTrip(bound, source, encoded, decoded);

        // The least of a few: a collection in between may empty the array pool once.
        var allocated = Enumerable.Range(0, 4).Min(_ => RoundTrip(bound, source, encoded, decoded));
        Assert.InRange(allocated, 0, 1023);
    }

    private static Dictionary<string, ICodec> Codecs() => new()
    {
        ["transpose"] = new TransposeCodec(0),
        ["bytes"] = new BytesCodec(bigEndian: true),
        ["crc32c"] = new Crc32cCodec(),
        ["zstd"] = new ZstdCodec(1),
        ["blosc zstd"] = new BloscCodec(2) { Level = 1 },
        ["blosc lz4"] = new BloscCodec(2) { Compressor = BloscCompressor.Lz4 },
        ["blosc lz4 bitshuffle"] = new BloscCodec(2) { Compressor = BloscCompressor.Lz4, Shuffle = BloscShuffle.Bit },
        ["blosc lz4hc"] = new BloscCodec(2) { Compressor = BloscCompressor.Lz4Hc },
    };

    private static long RoundTrip(IBoundCodec bound, byte[] source, byte[] encoded, byte[] decoded)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var length = bound.Encode(source, encoded);
        bound.Decode(encoded.AsSpan(0, length), decoded);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
