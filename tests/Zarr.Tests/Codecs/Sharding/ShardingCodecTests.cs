using System.Buffers.Binary;
using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;

namespace Zarr.Tests.Codecs.Sharding;

public sealed class ShardingCodecTests : CodecContract
{
    private const ulong Missing = ulong.MaxValue;

    public static TheoryData<string, string> InvalidConfigurations { get; } = new()
    {
        { "chunk_shape", "[]" },
        { "chunk_shape", "[2, 0]" },
        { "chunk_shape", "[2, 1.5]" },
        { "chunk_shape", "\"2\"" },
        { "codecs", "{}" },
        { "codecs", "[3]" },
        { "codecs", "[{\"name\": 3}]" },
        { "codecs", "[{\"name\": \"bytes\", \"configuration\": []}]" },
        { "index_codecs", "null" },
        { "index_location", "\"middle\"" },
    };

    [Fact]
    public void A_shard_is_inner_chunks_in_C_order_and_their_index()
    {
        var bound = Bind(new ShardingCodec([1, 2], new BytesCodec()) { IndexCodecs = [new BytesCodec()] }, [2, 4]);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, .. Words(0, 2, 2, 2, 4, 2, 6, 2)], Encode(bound, [1, 2, 3, 4, 5, 6, 7, 8]));
    }

    [Fact]
    public void An_inner_chunk_takes_the_elements_of_its_box()
    {
        var bound = Bind(new ShardingCodec([2, 1], new BytesCodec()) { IndexCodecs = [new BytesCodec()] }, [2, 3]);
        Assert.Equal([1, 4, 2, 5, 3, 6, .. Words(0, 2, 2, 2, 4, 2)], Encode(bound, [1, 2, 3, 4, 5, 6]));
    }

    [Fact]
    public void Offsets_count_from_the_beginning_of_the_shard_also_behind_an_index_at_the_start()
    {
        var codec = new ShardingCodec([2], new BytesCodec()) { IndexCodecs = [new BytesCodec()], IndexAtStart = true };
        Assert.Equal([.. Words(32, 2, Missing, Missing), 8, 9], Encode(Bind(codec, [4]), [8, 9, 0, 0]));
    }

    [Fact]
    public void Inner_chunks_of_fill_values_are_left_out_and_come_back()
    {
        var input = new CodecInput([6], DataType.UInt8, 6) { FillValue = FillValue.Of((byte)7) };
        var bound = new ShardingCodec([2], new BytesCodec()) { IndexCodecs = [new BytesCodec()] }.Bind(input);
        var encoded = Encode(bound, [7, 7, 0, 7, 7, 7]);
        var decoded = new byte[6];
        Assert.Equal([0, 7, .. Words(Missing, Missing, 0, 2, Missing, Missing)], encoded);
        Assert.Equal(6, bound.Decode(encoded, decoded));
        Assert.Equal([7, 7, 0, 7, 7, 7], decoded);
    }

    [Fact]
    public void The_index_has_a_checksum_unless_said_otherwise()
    {
        var encoded = Encode(Bind(new ShardingCodec([2], new BytesCodec()), [2]), [1, 2]);
        Assert.Equal(2 + 16 + 4, encoded.Length);
        Assert.Equal(Crc32C.Checksum(encoded.AsSpan(2, 16)), BinaryPrimitives.ReadUInt32LittleEndian(encoded.AsSpan(18)));
    }

    [Fact]
    public void The_index_may_be_big_endian()
    {
        var codec = new ShardingCodec([2], new BytesCodec()) { IndexCodecs = [new BytesCodec(bigEndian: true)] };
        Assert.Equal([1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2], Encode(Bind(codec, [2]), [1, 2]));
    }

    [Fact]
    public void Inner_chunks_may_lie_anywhere_and_share_their_bytes()
    {
        var bound = Bind(new ShardingCodec([2], new BytesCodec()) { IndexCodecs = [new BytesCodec()] }, [6]);
        var decoded = new byte[6];
        bound.Decode([9, 9, 1, 2, 9, 3, 4, .. Words(5, 2, 2, 2, 5, 2)], decoded);
        Assert.Equal([3, 4, 1, 2, 3, 4], decoded);
    }

    [Theory]
    [InlineData(1, 2ul, "ends 1 bytes beyond the end of the shard")]
    [InlineData(ulong.MaxValue, 2ul, "places inner chunk 0 at 18,446,744,073,709,551,615 with 2 bytes")]
    [InlineData(2ul, ulong.MaxValue, "with 18,446,744,073,709,551,615 bytes")]
    [InlineData(long.MaxValue - 1ul, 2ul, "places inner chunk 0")]
    [InlineData(0ul, 1ul << 32, "an inner chunk has at most")]
    [InlineData(0ul, 1ul, "inner chunk 0: bytes: ")]
    public void An_index_that_lies_is_a_clear_error(ulong offset, ulong length, string complaint)
    {
        var bound = Bind(new ShardingCodec([2], new BytesCodec()) { IndexCodecs = [new BytesCodec()], IndexAtStart = true }, [2]);
        byte[] shard = [.. Words(offset == 1 ? 17 : offset, length), 1, 2];
        var error = Assert.Throws<CorruptDataException>(() => bound.Decode(shard, new byte[2]));
        Assert.Equal("sharding_indexed", error.Codec);
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(1000)]
    public void Any_number_of_threads_gives_the_same_shard(int threads)
    {
        var codec = new ShardingCodec([30, 20], new BytesCodec(), new ZstdCodec(1));
        var input = new CodecInput([120, 200], DataType.UInt16, 48000);
        var source = SampleBytes.Make(SampleKind.NoisyPixels, 48000);
        var encoded = Encode(codec.Bind(input with { MaxDegreeOfParallelism = threads }), source);
        Assert.Equal(Encode(codec.Bind(input), source), encoded);
    }

    [Fact]
    public void Shards_that_are_encoded_at_the_same_time_are_what_each_is_alone()
    {
        var bound = new ShardingCodec([30, 20], new BytesCodec(), new ZstdCodec(1))
            .Bind(new CodecInput([120, 200], DataType.UInt16, 48000) { MaxDegreeOfParallelism = 3 });
        byte[][] sources = [.. Enum.GetValues<SampleKind>().Select(kind => SampleBytes.Make(kind, 48000))];
        byte[][] alone = [.. sources.Select(source => Encode(bound, source))];
        var together = new byte[sources.Length][];
        Parallel.For(0, sources.Length, i => together[i] = Encode(bound, sources[i]));
        Assert.Equal(alone, together);
    }

    [Fact]
    public void An_error_of_an_inner_codec_comes_out_as_it_is_with_many_threads()
    {
        var codec = new ShardingCodec([2], new BytesCodec(), BloscLzCodec());
        var bound = codec.Bind(new CodecInput([64], DataType.UInt8, 64) { MaxDegreeOfParallelism = 4 });
        Assert.Throws<UnsupportedFeatureException>(() => Encode(bound, SampleBytes.Make(SampleKind.Random, 64)));
    }

    [Theory]
    [InlineData(new long[] { 4 }, "has 1 value")]
    [InlineData(new long[] { 4, 4 }, "dimension 1: 6 is not a multiple of 4")]
    [InlineData(new long[] { 8, 6 }, "dimension 0: 4 is not a multiple of 8")]
    [InlineData(new long[] { 16, 6 }, "dimension 0")]
    public void Inner_chunks_must_divide_the_shard(long[] inner, string complaint)
    {
        var error = Assert.Throws<InvalidMetadataException>(() => Bind(new ShardingCodec(Shape.Create(inner), new BytesCodec()), [4, 6]));
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Index_codecs_must_give_a_fixed_number_of_bytes()
    {
        var compressed = new ShardingCodec([2], new BytesCodec()) { IndexCodecs = [new BytesCodec(), new GzipCodec()] };
        var sharded = new ShardingCodec([2], new BytesCodec()) { IndexCodecs = [new ShardingCodec([1, 2], new BytesCodec())] };
        var error = Assert.Throws<InvalidMetadataException>(() => Bind(compressed, [4]));
        Assert.Contains("bytes + gzip do not", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidMetadataException>(() => Bind(sharded, [4]));
    }

    [Fact]
    public void A_shard_of_very_many_inner_chunks_is_refused_before_anything_is_allocated()
    {
        Bind(new ShardingCodec([1], new BytesCodec()), [ShardingCodec.MaxInnerChunks]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<UnsupportedFeatureException>(() => Bind(new ShardingCodec([1, 1], new BytesCodec()), [ShardingCodec.MaxInnerChunks, 2]));
        Assert.Equal("sharding_indexed", error.Feature);
        Assert.EndsWith("a shard of 4194304 x 2 inner chunks is not supported; 4,194,304 inner chunks are the most", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 16);
    }

    [Fact]
    public void An_encoded_shard_that_no_buffer_could_hold_is_refused()
    {
        var input = new CodecInput([1 << 22, 500], DataType.UInt8, (1 << 22) * 500);
        Assert.Throws<UnsupportedFeatureException>(() => new ShardingCodec([1, 500], new BytesCodec(), new GzipCodec()).Bind(input));
    }

    [Fact]
    public void Thirty_one_dimensions_are_the_most()
    {
        Shape ones = [.. Enumerable.Repeat(1L, 31)];
        Bind(new ShardingCodec(ones, new BytesCodec()), ones);
        var error = Assert.Throws<UnsupportedFeatureException>(() => Bind(new ShardingCodec([.. ones, 1], new BytesCodec()), [.. ones, 1]));
        Assert.EndsWith("shards of 32 dimensions are not supported, since their index has one more; 31 are", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_metadata_always_has_all_members() => Assert.Equal(
        """{"chunk_shape":[2,3],"codecs":[{"name":"bytes","configuration":{"endian":"little"}}]"""
            + ""","index_codecs":[{"name":"bytes","configuration":{"endian":"little"}},{"name":"crc32c"}],"index_location":"end"}""",
        new ShardingCodec([2, 3], new BytesCodec()).ToMetadata().Configuration!.ToJsonString());

    [Fact]
    public void A_missing_location_is_the_end()
    {
        var configuration = new ShardingCodec([2], new BytesCodec()).ToMetadata().Configuration!;
        configuration.Remove("index_location");
        Assert.False(((ShardingCodec)Parse(configuration)).IndexAtStart);
    }

    [Fact]
    public void Codecs_inside_may_be_given_by_name_alone()
    {
        var configuration = JsonNode.Parse("""{"chunk_shape": [2], "codecs": ["bytes", "crc32c"], "index_codecs": ["bytes"]}""")!.AsObject();
        var expected = new ShardingCodec([2], new BytesCodec(), new Crc32cCodec()) { IndexCodecs = [new BytesCodec()] };
        Assert.Equal(expected, Parse(configuration));
        Assert.Equal(expected.GetHashCode(), Parse(configuration).GetHashCode());
    }

    [Theory]
    [MemberData(nameof(InvalidConfigurations))]
    public void A_wrong_member_is_named(string member, string value)
    {
        var configuration = new ShardingCodec([2], new BytesCodec()).ToMetadata().Configuration!;
        configuration[member] = JsonNode.Parse(value);
        var error = Record.Exception(() => Bind(Parse(configuration), [2]));
        Assert.Contains(member, Assert.IsType<InvalidMetadataException>(error).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chunk_shape")]
    [InlineData("codecs")]
    [InlineData("index_codecs")]
    public void A_missing_member_is_named(string member)
    {
        var configuration = new ShardingCodec([2], new BytesCodec()).ToMetadata().Configuration!;
        configuration.Remove(member);
        Assert.Contains($"\"{member}\"", Assert.Throws<InvalidMetadataException>(() => Parse(configuration)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_codec_inside_is_unsupported_by_name()
    {
        var configuration = JsonNode.Parse("""{"chunk_shape": [2], "codecs": ["vlen-utf8"], "index_codecs": ["bytes"]}""")!.AsObject();
        Assert.Equal("vlen-utf8", Assert.Throws<UnsupportedFeatureException>(() => Parse(configuration)).Feature);
    }

    [Fact]
    public void Codecs_inside_come_from_the_registry_that_was_asked()
    {
        var registry = CodecRegistry.Default.With("mine", _ => new BytesCodec(bigEndian: true));
        var configuration = JsonNode.Parse("""{"chunk_shape": [2], "codecs": ["mine"], "index_codecs": ["bytes"]}""")!.AsObject();
        var codec = registry.Create(new NamedConfiguration("sharding_indexed", configuration));
        Assert.Equal([new BytesCodec(bigEndian: true)], Assert.IsType<ShardingCodec>(codec).Codecs);
    }

    [Fact]
    public void An_inner_chunk_without_length_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new ShardingCodec([2, 0], new BytesCodec()));
        Assert.StartsWith("an inner chunk is at least 1 long in each dimension, not 2 x 0", error.Message, StringComparison.Ordinal);
        Assert.Equal("chunkShape", error.ParamName);
    }

    [Fact]
    public void Codecs_and_a_registry_are_needed()
    {
        Assert.Equal("codecs", Assert.Throws<ArgumentNullException>(() => new ShardingCodec([2], null!)).ParamName);
        Assert.Equal("registry", Assert.Throws<ArgumentNullException>(() => ShardingCodec.FromConfiguration(null, null!)).ParamName);
    }

    [Fact]
    public void Codecs_that_differ_in_one_member_are_not_equal()
    {
        var codec = new ShardingCodec([2], new BytesCodec());
        Assert.Equal(codec, new ShardingCodec([2], new BytesCodec()));
        Assert.NotEqual(codec, new ShardingCodec([3], new BytesCodec()));
        Assert.NotEqual(codec, new ShardingCodec([2], new BytesCodec(bigEndian: true)));
        Assert.NotEqual(codec, codec with { IndexCodecs = [new BytesCodec()] });
        Assert.NotEqual(codec, codec with { IndexAtStart = true });
        Assert.NotEqual(codec, new ShardingCodec([3], new BytesCodec(bigEndian: true)) { IndexAtStart = true });
        Assert.False(codec.Equals(null));
    }

    [Fact]
    public void A_source_or_destination_of_another_length_is_refused()
    {
        var bound = Bind(new ShardingCodec([2], new BytesCodec()), [4]);
        var wrong = Assert.Throws<ArgumentException>(() => bound.Encode(new byte[3], new byte[100]));
        Assert.StartsWith("the shard takes 4 bytes, not 3", wrong.Message, StringComparison.Ordinal);
        var error = Assert.Throws<CorruptDataException>(() => bound.Decode(Encode(bound, [1, 2, 3, 4]), new byte[3]));
        Assert.Equal("sharding_indexed: a shard of 4 uint8 takes 4 bytes, the chunk has room for 3", error.Message);
        Assert.Equal(Damage.Length, error.Damage);
    }

    [Fact]
    public void Oddities_of_whole_shards_are_remarked_and_damage_is_not()
    {
        var bound = Bind(new ShardingCodec([2], new BytesCodec(), new ZstdCodec()) { IndexCodecs = [new BytesCodec()] }, [6]);
        Assert.Equal(["inner chunk 1 shares bytes with inner chunk 0"], Remarks([1, 2, 3, 4, 5, .. Words(0, 3, 2, 3, Missing, Missing)]));
        Assert.Equal(["2 of 52 bytes belong to no inner chunk"], Remarks([1, 2, 3, 4, .. Words(0, 2, Missing, 0, 4, 49)]));
        Assert.Equal(["inner chunk 2 shares bytes with the index"], Remarks([1, 2, .. Words(0, 1, 1, 1, 2, 48)]));
        Assert.Empty(Remarks(Words(Missing, Missing, Missing, Missing, Missing, Missing)));
        Assert.Empty(Remarks(new byte[47]));
        var guarded = Bind(new ShardingCodec([2], new BytesCodec()), [2]);
        Assert.Empty(RemarksOf(guarded, new byte[22]));

        List<string> Remarks(byte[] shard) => RemarksOf(bound, shard);

        static List<string> RemarksOf(IBoundCodec codec, byte[] shard)
        {
            var remarks = new CollectedRemarks();
            ((IRemarkingCodec)codec).Remark(shard, remarks);
            return remarks.Messages;
        }
    }

    protected override IEnumerable<ICodec> Codecs() =>
    [
        new ShardingCodec([40], new BytesCodec(), new Crc32cCodec()),
        new ShardingCodec([7], new BytesCodec(), new ZstdCodec(1)) { IndexAtStart = true },
        new ShardingCodec([3], new BytesCodec(bigEndian: true)) { IndexCodecs = [new BytesCodec(bigEndian: true), new Crc32cCodec()] },
        new ShardingCodec([4], new ShardingCodec([2], new BytesCodec(), new Crc32cCodec())),
    ];

    protected override ICodec Parse(JsonObject? configuration) => ShardingCodec.FromConfiguration(configuration, CodecRegistry.Default);

    /// <summary>The contract has chunks of any length; here as many inner chunks as the codec's number says at most, and as divide the chunk.</summary>
    protected override IBoundCodec Fitted(ICodec codec, int length) => Bind(Fit((ShardingCodec)codec, length), [length]);

    private static ShardingCodec Fit(ShardingCodec codec, int length)
    {
        var count = (int)codec.ChunkShape[0];
        while (length % count != 0)
        {
            count--;
        }

        var inside = codec.Codecs.Select(inner => inner is ShardingCodec nested ? Fit(nested, length / count) : inner);
        return new ShardingCodec([length / count], inside) { IndexCodecs = codec.IndexCodecs, IndexAtStart = codec.IndexAtStart };
    }

    private static IBoundCodec Bind(ICodec codec, Shape shape) => codec.Bind(new CodecInput(shape, DataType.UInt8, (int)shape.ElementCount));

    private static ICodec BloscLzCodec() => CodecRegistry.Default.Create(new NamedConfiguration(
        "blosc", JsonNode.Parse("""{"cname":"blosclz","clevel":5,"shuffle":"noshuffle","typesize":1,"blocksize":0}""")!.AsObject()));

    private sealed class CollectedRemarks : IRemarks
    {
        internal List<string> Messages { get; } = [];

        public void Add(CodecRemark remark) => Messages.Add(remark.Message);
    }

    private static byte[] Words(params ulong[] words)
    {
        var bytes = new byte[words.Length * sizeof(ulong)];
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), words[i]);
        }

        return bytes;
    }
}
