using Blosc.Streams;
using TestKit;
using Xunit;

namespace Blosc.Tests.Streams;

public sealed class ZstdFramesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Frames_come_back(bool checksum)
    {
        var zstd = new ZstdFrames(checksum);
        var content = SampleBytes.Make(SampleKind.NoisyPixels, 100_000);
        var frame = new byte[ZstdFrames.MaxLength(content.Length)];
        var length = zstd.Compress(content, frame, 3);
        var decoded = new byte[content.Length];
        Assert.Equal(content.Length, zstd.Decompress(frame.AsSpan(0, length), decoded));
        Assert.Equal(content, decoded);
        Assert.Equal(-1, zstd.Decompress(frame.AsSpan(0, length), decoded.AsSpan(1)));
        Assert.Equal(0, zstd.Compress(content, frame.AsSpan(0, length - 1), 3));
    }

    [Fact]
    public void Damage_is_an_error_of_the_base_class_library()
    {
        var zstd = new ZstdFrames(checksum: true);
        var frame = new byte[1000];
        var length = zstd.Compress(SampleBytes.Make(SampleKind.Ramp, 500), frame, 3);
        frame[length - 1] ^= 1;
        Assert.Throws<InvalidDataException>(() => zstd.Decompress(frame.AsSpan(0, length), new byte[500]));
        Assert.Throws<InvalidDataException>(() => zstd.Decompress(frame.AsSpan(0, length / 2), new byte[500]));
    }
}
