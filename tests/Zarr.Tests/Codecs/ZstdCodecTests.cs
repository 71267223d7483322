using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr.Codecs;
using ZstdSharp;

namespace Zarr.Tests.Codecs;

public sealed class ZstdCodecTests : CodecContract
{
    private static readonly byte[] Skippable = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_frame_is_written_that_says_its_content_size(bool checksum)
    {
        var frame = Encode(BindTo(new ZstdCodec(3, checksum), 5000), SampleBytes.Make(SampleKind.Ramp, 5000));
        Assert.Equal(5000ul, Decompressor.GetDecompressedSize(frame));
        Assert.Equal(checksum, (frame[4] & 0x04) != 0);
    }

    [Fact]
    public void A_damaged_checksum_is_noticed()
    {
        var bound = BindTo(new ZstdCodec(3, checksum: true), 5000);
        var frame = Encode(bound, SampleBytes.Make(SampleKind.Ramp, 5000));
        frame[^1] ^= 1;
        Assert.Throws<CorruptDataException>(() => bound.Decode(frame, new byte[5000]));
    }

    [Fact]
    public void Several_frames_and_skippable_frames_are_read()
    {
        var source = SampleBytes.Make(SampleKind.NoisyPixels, 3000);
        var bound = BindTo(new ZstdCodec(), 3000);
        var (first, second) = (Encode(bound, source.AsSpan(0, 1000)), Encode(bound, source.AsSpan(1000)));
        byte[] frames = [.. Skippable, .. first, .. Skippable, .. second, .. Skippable];
        var decoded = new byte[3000];
        Assert.Equal(3000, bound.Decode(frames, decoded));
        Assert.Equal(source, decoded);
    }

    [Fact]
    public void Frames_without_content_size_are_read()
    {
        var source = SampleBytes.Make(SampleKind.NoisyPixels, 300_000);
        using var memory = new MemoryStream();
        using (var stream = new CompressionStream(memory, 3))
        {
            stream.Write(source);
        }

        var frame = memory.ToArray();
        Assert.NotEqual(300_000ul, Decompressor.GetDecompressedSize(frame));
        var decoded = new byte[source.Length];
        Assert.Equal(source.Length, BindTo(new ZstdCodec(), source.Length).Decode(frame, decoded));
        Assert.Equal(source, decoded);
    }

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })]
    public void Bytes_after_the_last_frame_are_an_error(byte[] garbage)
    {
        var bound = BindTo(new ZstdCodec(), 1000);
        byte[] chunk = [.. Encode(bound, new byte[1000]), .. garbage];
        Assert.Throws<CorruptDataException>(() => bound.Decode(chunk, new byte[2000]));
    }

    [Fact]
    public void Empty_content_is_a_frame_too()
    {
        var bound = BindTo(new ZstdCodec(), 0);
        Assert.Equal(0, bound.Decode(Encode(bound, []), []));
    }

    [Theory]
    [InlineData(-131073)]
    [InlineData(23)]
    public void Levels_that_do_not_exist_are_refused(int level)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZstdCodec(level));
        var error = Assert.Throws<InvalidMetadataException>(() => ZstdCodec.FromConfiguration(new JsonObject { ["level"] = level }));
        Assert.Equal($"codec zstd: member \"level\" of the configuration must be an integer -131072..22; found {level}", error.Message);
    }

    [Theory]
    [InlineData("""{}""", "level")]
    [InlineData("""{"level":"3"}""", "level")]
    [InlineData("""{"level":3.5}""", "level")]
    [InlineData("""{"level":3,"checksum":1}""", "checksum")]
    public void A_wrong_member_is_named(string json, string member)
    {
        var error = Assert.Throws<InvalidMetadataException>(() => ZstdCodec.FromConfiguration(JsonNode.Parse(json)!.AsObject()));
        Assert.Contains($"\"{member}\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_metadata_has_both_members() =>
        Assert.Equal("""{"level":3,"checksum":false}""", new ZstdCodec(3).ToMetadata().Configuration!.ToJsonString());

    protected override IEnumerable<ICodec> Codecs() =>
        [new ZstdCodec(), new ZstdCodec(1, checksum: true), new ZstdCodec(-50), new ZstdCodec(9)];

    protected override ICodec Parse(JsonObject? configuration) => ZstdCodec.FromConfiguration(configuration);
}
