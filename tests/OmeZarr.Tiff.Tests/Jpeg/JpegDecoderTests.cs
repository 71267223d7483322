using System.Security.Cryptography;
using OmeZarr.Tiff.Jpeg;
using OmeZarr.Tiff.Tests.Files;
using Xunit;

namespace OmeZarr.Tiff.Tests.Jpeg;

/// <summary>JPEG streams of libjpeg-turbo decode to exactly its pixels.</summary>
public sealed class JpegDecoderTests
{
    public static TheoryData<string> Names => [.. JpegSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Pixels_are_those_of_libjpeg(string name)
    {
        var (stream, hash) = JpegSamples.All[name];
        var pixels = Decode(stream, name == "gray" ? 1 : 3);
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(pixels)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_stream_cut_at_any_length_is_damage(string name)
    {
        var (stream, _) = JpegSamples.All[name];
        // The last two bytes say only that the image ends. A progressive stream is whole after each of its scans.
        var whole = name.Contains("progressive", StringComparison.Ordinal) || name.Contains("scan by scan", StringComparison.Ordinal) ? 200 : stream.Length - 2;
        for (var length = 0; length < whole; length++)
        {
            Assert.Throws<InvalidDataException>(() => Decode(stream[..length], name == "gray" ? 1 : 3));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Flipped_bytes_are_damage_or_pixels(string name)
    {
        var random = new Random(20_261_129);
        for (var i = 0; i < 2000; i++)
        {
            var stream = JpegSamples.All[name].Stream.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                stream[random.Next(stream.Length)] = (byte)random.Next(256);
            }

            try
            {
                Decode(stream, name == "gray" ? 1 : 3);
            }
            catch (InvalidDataException)
            {
                // As it should be.
            }
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    public void Samples_of_12_bits_decode_to_what_was_written(int bits)
    {
        var (width, height, max) = (37, 21, (1 << bits) - 1);
        int Value(int c, int y, int x) => (int)((0.5 + (0.45 * Math.Sin(((x * (c + 2)) + (y * 3)) / 9.0))) * max);
        var stream = PlainJpeg.Encode(width, height, 3, bits, Value);
        var pixels = new byte[width * height * 3 * (bits > 8 ? 2 : 1)];
        var request = new JpegRequest { Size = (width, height), Needed = (width, height), Components = 3, Bits = bits, ToRgb = false };
        JpegDecoder.Decode([], stream, request, pixels);
        for (var i = 0; i < width * height * 3; i++)
        {
            var value = bits > 8 ? BitConverter.ToUInt16(pixels, 2 * i) : pixels[i];
            var (c, x, y) = (i % 3, i / 3 % width, i / 3 / width);
            Assert.InRange(value - Value(c, y, x), -1, 1);
        }
    }

    [Theory]
    [InlineData(0xCB, "process 11")]
    [InlineData(0xC9, "arithmetic coding")]
    [InlineData(0xC5, "process 5")]
    public void Processes_that_are_not_supported_are_named(byte marker, string name)
    {
        var stream = JpegSamples.All["4:4:4"].Stream.ToArray();
        stream[stream.AsSpan().IndexOf<byte>([0xFF, 0xC0]) + 1] = marker;
        Assert.Contains(name, Assert.Throws<InvalidDataException>(() => Decode(stream, 3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frame_that_its_bytes_cannot_hold_sets_no_memory_aside()
    {
        var stream = JpegSamples.All["gray"].Stream.ToArray();
        stream.AsSpan(stream.AsSpan().IndexOf<byte>([0xFF, 0xC0]) + 5, 4).Fill(0xFF);
        var request = new JpegRequest { Size = (65535, 65535), Needed = (65535, 65535), Components = 1, Bits = 8, ToRgb = false };
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => JpegDecoder.Decode([], stream, request, []));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static byte[] Decode(byte[] stream, int components)
    {
        var pixels = new byte[JpegSamples.Width * JpegSamples.Height * components];
        var size = (JpegSamples.Width, JpegSamples.Height);
        JpegDecoder.Decode([], stream, new JpegRequest { Size = size, Needed = size, Components = components, Bits = 8, ToRgb = components == 3 }, pixels);
        return pixels;
    }
}
