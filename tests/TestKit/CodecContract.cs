using System.Text.Json.Nodes;
using Xunit;
using Zarr;
using Zarr.Codecs;

namespace TestKit;

/// <summary>What every codec of bytes must do; a codec gets these tests by deriving one class.</summary>
public abstract class CodecContract
{
    private const int LongestCorrupted = 3000;

    private static readonly int[] Lengths = [1, 7, 127, 128, 129, 65535, 65536, 65537, 1 << 20];

    public static TheoryData<int, SampleKind> Samples()
    {
        var samples = new TheoryData<int, SampleKind>();
        foreach (var length in Lengths)
        {
            foreach (var kind in Enum.GetValues<SampleKind>())
            {
                samples.Add(length, kind);
            }
        }

        return samples;
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Decoding_gives_back_what_was_encoded(int length, SampleKind kind)
    {
        var source = SampleBytes.Make(kind, length);
        foreach (var codec in Codecs())
        {
            var bound = Fitted(codec, length);
            var encoded = Encode(bound, source);
            var decoded = new byte[length];
            Assert.Equal(length, bound.Decode(encoded, decoded));
            Assert.True(source.AsSpan().SequenceEqual(decoded), $"{codec}");
        }
    }

    [Fact]
    public void No_bytes_come_back_as_no_bytes()
    {
        foreach (var codec in Codecs().Where(codec => codec.Kind == CodecKind.BytesToBytes))
        {
            var bound = BindTo(codec, 0);
            Assert.Equal(0, bound.Decode(Encode(bound, []), []));
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(1000)]
    public void A_destination_that_is_one_byte_short_is_a_clear_error(int length)
    {
        foreach (var codec in Codecs())
        {
            var bound = Fitted(codec, length);
            var encoded = Encode(bound, SampleBytes.Make(SampleKind.NoisyPixels, length));
            var error = Assert.Throws<CorruptDataException>(() => bound.Decode(encoded, new byte[length - 1]));
            Assert.Equal(codec.Name, error.Codec);
        }
    }

    [Fact]
    public void Bytes_after_the_result_stay_untouched()
    {
        foreach (var codec in Codecs())
        {
            var bound = Fitted(codec, 1000);
            var decoded = new byte[1100];
            decoded.AsSpan().Fill(0xA5);
            Assert.Equal(1000, bound.Decode(Encode(bound, SampleBytes.Make(SampleKind.NoisyPixels, 1000)), decoded));
            Assert.Equal(-1, decoded.AsSpan(1000).IndexOfAnyExcept((byte)0xA5));
        }
    }

    [Fact]
    public void No_truncation_does_worse_than_a_clear_error()
    {
        foreach (var codec in Codecs())
        {
            var bound = Fitted(codec, LongestCorrupted);
            var encoded = Encode(bound, SampleBytes.Make(SampleKind.NoisyPixels, LongestCorrupted));
            for (var length = 0; length < encoded.Length; length++)
            {
                var cut = encoded[..length];
                Assert.Throws<CorruptDataException>(() => bound.Decode(cut, new byte[LongestCorrupted]));
            }
        }
    }

    [Theory]
    [InlineData(SampleKind.Ramp)]
    [InlineData(SampleKind.NoisyPixels)]
    public void No_damaged_byte_does_worse_than_a_clear_error(SampleKind kind)
    {
        var random = new Random(20261);
        foreach (var codec in Codecs())
        {
            var bound = Fitted(codec, LongestCorrupted);
            var encoded = Encode(bound, SampleBytes.Make(kind, LongestCorrupted));
            for (var attempt = 0; attempt < Rounds.Of(2000); attempt++)
            {
                // Damage near the front hits headers, which is where it hurts.
                var place = random.Next(attempt % 2 == 0 ? encoded.Length : Math.Min(encoded.Length, 64));
                AssertHarmless(bound, Damaged(encoded, place, (byte)random.Next(1, 256)));
            }
        }
    }

    [Fact]
    public void Random_bytes_do_no_worse_than_a_clear_error()
    {
        var random = new Random(20262);
        foreach (var codec in Codecs())
        {
            var bound = Fitted(codec, LongestCorrupted);
            for (var attempt = 0; attempt < Rounds.Of(1000); attempt++)
            {
                var bytes = new byte[random.Next(200)];
                random.NextBytes(bytes);
                AssertHarmless(bound, bytes);
            }
        }
    }

    [Fact]
    public void The_metadata_describes_the_same_codec()
    {
        foreach (var codec in Codecs())
        {
            var metadata = codec.ToMetadata();
            var parsed = metadata.Configuration is null ? null : JsonNode.Parse(metadata.Configuration.ToJsonString())!.AsObject();
            Assert.Equal(codec.Name, metadata.Name);
            Assert.Equal(codec, Parse(parsed));
        }
    }

    [Fact]
    public void An_unknown_member_is_refused_by_name()
    {
        var configuration = Codecs().First().ToMetadata().Configuration?.DeepClone().AsObject() ?? [];
        configuration["strange"] = 1;
        var error = Assert.Throws<InvalidMetadataException>(() => Parse(configuration));
        Assert.Contains("strange", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_bound_codec_serves_many_threads()
    {
        var bound = Fitted(Codecs().First(), 20000);
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var source = SampleBytes.Make((SampleKind)(i % 4), 20000);
            var decoded = new byte[source.Length];
            bound.Decode(Encode(bound, source), decoded);
            Assert.Equal(source, decoded);
        });
    }

    /// <summary>The codec in several configurations.</summary>
    protected abstract IEnumerable<ICodec> Codecs();

    /// <summary>The codec's parser.</summary>
    protected abstract ICodec Parse(JsonObject? configuration);

    /// <summary>As <see cref="BindTo"/>; for codecs that must be adapted to the length.</summary>
    protected virtual IBoundCodec Fitted(ICodec codec, int length) => BindTo(codec, length);

    /// <summary>Binds a codec to chunks of so many bytes.</summary>
    protected static IBoundCodec BindTo(ICodec codec, int length)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return codec.Bind(new CodecInput([length], DataType.UInt8, length));
    }

    /// <summary>Encodes into a buffer of exactly the promised size.</summary>
    protected static byte[] Encode(IBoundCodec bound, ReadOnlySpan<byte> source)
    {
        ArgumentNullException.ThrowIfNull(bound);
        var destination = new byte[bound.Output.MaxLength];
        return destination[..bound.Encode(source, destination)];
    }

    private static byte[] Damaged(byte[] encoded, int place, byte change)
    {
        var damaged = encoded.ToArray();
        damaged[place] ^= change;
        return damaged;
    }

    private static void AssertHarmless(IBoundCodec bound, byte[] encoded)
    {
        var destination = new byte[LongestCorrupted];
        try
        {
            Assert.InRange(bound.Decode(encoded, destination), 0, destination.Length);
        }
        catch (ZarrException error)
        {
            Assert.NotEmpty(error.Message);
        }
    }
}
