using System.Runtime.InteropServices;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;

namespace Zarr.Tests.Codecs;

public sealed class CodecPipelineTests
{
    private static readonly byte[] Chunk = [1, 2, 3, 4, 5, 6, 7, 8];

    // The codecs by name, and what the complaint says.
    public static TheoryData<string, string> WrongOrders { get; } = new()
    {
        { "", "exactly one must turn the array into bytes" },
        { "crc32c", "exactly one must turn the array into bytes (such as bytes), found crc32c" },
        { "bytes bytes", "exactly one must turn the array into bytes (such as bytes), found bytes, bytes" },
        { "crc32c bytes", "bytes cannot come after crc32c" },
        { "bytes flip", "flip cannot come after bytes" },
        { "flip crc32c bytes", "bytes cannot come after crc32c" },
    };

    public static TheoryData<string> Chains { get; } =
        ["bytes", "big", "flip bytes", "bytes crc32c", "flip flip big crc32c", "big gzip crc32c", "bytes zstd gzip", "flip bytes zstd", "bytes crc32c crc32c crc32c"];

    [Theory]
    [MemberData(nameof(WrongOrders))]
    public void A_wrong_order_is_invalid_metadata(string codecs, string complaint)
    {
        var error = Assert.Throws<InvalidMetadataException>(() => Bind(codecs));
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public void A_chunk_comes_out_of_any_chain_as_it_went_in(string codecs)
    {
        var pipeline = Bind(codecs);
        using var encoded = pipeline.Encode(Chunk);
        var decoded = new byte[8];
        pipeline.Decode(encoded.Memory.Span, decoded);
        Assert.Equal(Chunk, decoded);
    }

    [Fact]
    public void A_chain_that_changes_nothing_hands_out_the_chunk_itself()
    {
        using var encoded = Bind("bytes").Encode(Chunk);
        Assert.True(MemoryMarshal.TryGetArray(encoded.Memory, out var memory));
        Assert.Same(Chunk, memory.Array);
    }

    [Fact]
    public void Codecs_that_change_nothing_are_not_called()
    {
        using var encoded = Bind("nothing big").Encode(Chunk);
        Assert.Equal([2, 1, 4, 3, 6, 5, 8, 7], encoded.Memory.ToArray());
    }

    [Theory]
    [InlineData("bytes", 7, "bytes: the chunk has 7 bytes, expected 8")]
    [InlineData("bytes", 9, "bytes: the chunk has 9 bytes, expected 8")]
    [InlineData("bytes", 0, "bytes: the chunk has 0 bytes, expected 8")]
    [InlineData("big", 7, "bytes: ")]
    [InlineData("big", 9, "bytes: ")]
    [InlineData("bytes crc32c", 3, "crc32c: ")]
    [InlineData("flip bytes", 7, "flip: the chunk has 7 bytes, expected 8")]
    public void Bytes_of_the_wrong_length_are_corrupt(string codecs, int length, string complaint)
    {
        var error = Assert.Throws<CorruptDataException>(() => Bind(codecs).Decode(new byte[length], new byte[8]));
        Assert.StartsWith(complaint, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bytes gzip", 7)]
    [InlineData("bytes gzip", 9)]
    [InlineData("big gzip", 7)]
    [InlineData("big gzip", 1000)]
    [InlineData("flip bytes zstd crc32c", 9)]
    public void Compressed_bytes_of_a_chunk_of_another_length_are_corrupt(string codecs, int length)
    {
        var other = CodecPipeline.Bind([.. Codecs(codecs)], [length], DataType.UInt8, 1 << 20);
        using var encoded = other.Encode(new byte[length]);
        Assert.Throws<CorruptDataException>(() => Bind(codecs).Decode(encoded.Memory.Span, new byte[8]));
    }

    [Fact]
    public void Bytes_between_two_compressors_may_be_longer_than_ours_would_be()
    {
        byte[] inner = [.. Encode("bytes gzip", Chunk[..4]), .. Encode("bytes gzip", Chunk[4..])];
        var outer = CodecPipeline.Bind([.. Codecs("bytes gzip")], [inner.Length], DataType.UInt8, 1 << 20);
        using var encoded = outer.Encode(inner);
        var decoded = new byte[8];
        Bind("bytes gzip gzip").Decode(encoded.Memory.Span, decoded);
        Assert.Equal(Chunk, decoded);
    }

    [Fact]
    public void A_bomb_between_two_compressors_is_corrupt_before_it_fills_the_memory()
    {
        var bomb = Encode("bytes gzip", new byte[64 << 20]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<CorruptDataException>(() => Bind("bytes zstd gzip").Decode(bomb, new byte[8]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(7, false)]
    public void A_chunk_may_be_as_long_as_the_limit(int limit, bool fits)
    {
        var error = Record.Exception(() => CodecPipeline.Bind([new BytesCodec()], [4], DataType.UInt16, limit));
        Assert.Equal(fits ? null : typeof(UnsupportedFeatureException), error?.GetType());
    }

    [Fact]
    public void A_chunk_whose_size_overflows_is_beyond_the_limit()
    {
        Assert.Throws<UnsupportedFeatureException>(() => CodecPipeline.Bind([new BytesCodec()], [1L << 62, 1L << 62], DataType.UInt8, int.MaxValue));
        Assert.Throws<UnsupportedFeatureException>(() => CodecPipeline.Bind([new BytesCodec()], [1L << 60], DataType.Complex128, int.MaxValue));
    }

    [Fact]
    public void An_encoder_that_fails_leaves_its_own_error() =>
        Assert.Throws<NotSupportedException>(() => Bind("bytes crc32c fails").Encode(Chunk));

    private static byte[] Encode(string codecs, byte[] chunk)
    {
        using var encoded = CodecPipeline.Bind([.. Codecs(codecs)], [chunk.Length], DataType.UInt8, 1 << 30).Encode(chunk);
        return encoded.Memory.ToArray();
    }

    private static CodecPipeline Bind(string codecs) => CodecPipeline.Bind([.. Codecs(codecs)], [4], DataType.UInt16, 1 << 20);

    private static IEnumerable<ICodec> Codecs(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Codec);

    private static ICodec Codec(string name) => name switch
    {
        "bytes" => new BytesCodec(),
        "big" => new BytesCodec(bigEndian: true),
        "crc32c" => new Crc32cCodec(),
        "gzip" => new GzipCodec(1),
        "zstd" => new ZstdCodec(1),
        "flip" => new FakeCodec(name, CodecKind.ArrayToArray, Flip),
        "nothing" => new FakeCodec(name, CodecKind.ArrayToArray, null),
        "fails" => new FakeCodec(name, CodecKind.BytesToBytes, (_, _) => throw new NotSupportedException()),
        _ => throw new ArgumentException(name),
    };

    private static int Flip(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        source.CopyTo(destination);
        destination[..source.Length].Reverse();
        return source.Length;
    }

    private delegate int Step(ReadOnlySpan<byte> source, Span<byte> destination);

    /// <summary>A codec whose two directions are the same function; without one it changes nothing and must not be called.</summary>
    private sealed class FakeCodec(string name, CodecKind kind, Step? step) : ICodec
    {
        public string Name => name;

        public CodecKind Kind => kind;

        public NamedConfiguration ToMetadata() => new(name);

        public IBoundCodec Bind(CodecInput input) => new Bound(name, input, step);

        private sealed class Bound(string name, CodecInput input, Step? step) : IBoundCodec
        {
            public string Name => name;

            public bool IsIdentity => step is null;

            public CodecInput Output => input;

            public int Encode(ReadOnlySpan<byte> source, Span<byte> destination) => Call(source, destination);

            public int Decode(ReadOnlySpan<byte> source, Span<byte> destination) => Call(source, destination);

            private int Call(ReadOnlySpan<byte> source, Span<byte> destination) =>
                (step ?? throw new InvalidOperationException("a codec that changes nothing was called"))(source, destination);
        }
    }
}
