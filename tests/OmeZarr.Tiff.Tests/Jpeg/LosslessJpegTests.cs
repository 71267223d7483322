using OmeZarr.Tiff.Jpeg;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.Jpeg;

/// <summary>Lossless JPEG against a plain writer.</summary>
public sealed class LosslessJpegTests
{
    private static readonly PlainLosslessJpeg Image = new() { Width = 19, Height = 13, Bits = 12, Components = 3, Predictor = 4 };

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    public void Samples_are_those_that_were_written(int bits)
    {
        for (var variant = 0; variant < 7 * 8; variant++)
        {
            var image = Image with
            {
                Bits = bits,
                Predictor = 1 + (variant % 7),
                Components = (variant & 1) == 0 ? 3 : 1,
                RestartRows = (variant & 2) == 0 ? 0 : 4,
                HasManyScans = (variant & 4) != 0,
            };
            Check(image, Decode(image.Encode((c, y, x) => Value(image, c, y, x)), image, bits), bits);
        }
    }

    [Fact]
    public void Bits_that_are_not_stored_are_0()
    {
        var image = Image with { LostBits = 3 };
        Check(image, Decode(image.Encode((c, y, x) => Value(image, c, y, x)), image, 12), 12);
    }

    [Fact]
    public void Fewer_bits_than_the_tags_say_are_read() => Check(Image, Decode(Image.Encode((c, y, x) => Value(Image, c, y, x)), Image, 16), 16);

    [Fact]
    public async Task Two_pixels_of_a_raw_file_may_be_one_pixel_of_two_components()
    {
        using var folder = new TemporaryFolder();
        var image = Image with { Components = 2, Bits = 14 };
        var file = new RawTiff(false).Header();
        var stream = image.Encode((c, y, x) => Value(image, c, y, x));
        var offset = file.Append(stream);
        file.Long(256, 2 * image.Width).Long(257, image.Height).Short(258, 16).Short(259, 7).Short(262, 32803).Long(273, offset).Long(279, stream.Length).Directory();
        File.WriteAllBytes(folder["x.tif"], file.ToArray());
        using var tiff = TiffImage.Open(folder["x.tif"]);
        Assert.Equal(Shape.Create([image.Height, 2 * image.Width]), tiff.Shape);
        Check(image, await tiff.ReadAllAsync(), 16);
    }

    [Fact]
    public void A_stream_cut_at_any_length_is_damage()
    {
        var stream = Image.Encode((c, y, x) => Value(Image, c, y, x));
        for (var length = 0; length < stream.Length - 2; length++)
        {
            Assert.Throws<InvalidDataException>(() => Decode(stream[..length], Image, 12));
        }
    }

    [Fact]
    public void Flipped_bytes_are_damage_or_samples()
    {
        var random = new Random(20_261_130);
        var whole = (Image with { RestartRows = 2 }).Encode((c, y, x) => Value(Image, c, y, x));
        for (var i = 0; i < 2000; i++)
        {
            var stream = whole.ToArray();
            stream[random.Next(i % 2 == 0 ? 80 : stream.Length)] = (byte)random.Next(256);
            try
            {
                Decode(stream, Image, 12);
            }
            catch (InvalidDataException)
            {
                // As it should be.
            }
        }
    }

    private static int Value(PlainLosslessJpeg image, int c, int y, int x) => (int)((((c * 31) + (y * y * 977) + (x * 40503)) * 2654435761L) >> 7) & ((1 << image.Bits) - 1);

    private static byte[] Decode(byte[] stream, PlainLosslessJpeg image, int bits)
    {
        var pixels = new byte[image.Width * image.Height * image.Components * (bits > 8 ? 2 : 1)];
        var size = (image.Width, image.Height);
        JpegDecoder.Decode([], stream, new JpegRequest { Size = size, Needed = size, Components = image.Components, Bits = bits, ToRgb = false }, pixels);
        return pixels;
    }

    private static void Check(PlainLosslessJpeg image, byte[] pixels, int bits)
    {
        for (var i = 0; i < image.Width * image.Height * image.Components; i++)
        {
            var (c, x, y) = (i % image.Components, i / image.Components % image.Width, i / image.Components / image.Width);
            var expected = Value(image, c, y, x) >> image.LostBits << image.LostBits;
            Assert.Equal(expected, bits > 8 ? BitConverter.ToUInt16(pixels, 2 * i) : pixels[i]);
        }
    }
}
