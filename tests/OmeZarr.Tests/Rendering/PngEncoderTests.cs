using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OmeZarr.Rendering.Png;
using TestKit;
using Xunit;

namespace OmeZarr.Tests.Rendering;

public sealed class PngEncoderTests
{
    public static TheoryData<string> Formats { get; } = ["Grey8", "Grey16", "Rgb8", "Rgba8"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Another_decoder_reads_what_was_written(string name)
    {
        var format = FormatOf(name);
        foreach (var (width, height) in new[] { (1, 1), (1, 7), (9, 1), (31, 17), (256, 200) })
        {
            foreach (var pixels in Contents(width * height * format.BytesPerPixel))
            {
                var read = PlainPng.Read(PngEncoder.Encode(pixels, width, height, format));
                Assert.Equal((width, height, format.BitDepth, format.ColorType), (read.Width, read.Height, read.BitDepth, read.ColorType));
                Assert.Equal(pixels, format.BitDepth == 16 ? FromBigEndian(read.Pixels) : read.Pixels);
            }
        }
    }

    [Fact]
    public void Smooth_pictures_become_small()
    {
        var pixels = new byte[3 * 256 * 256];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)((i / 3 % 256) + (i / 768));
        }

        Assert.InRange(PngEncoder.Encode(pixels, 256, 256, PngFormat.Rgb8).Length, 1, 3000);
    }

    [Fact]
    public async Task A_picture_without_colours_is_saved_in_grey_and_others_in_colour()
    {
        using var folder = new TemporaryFolder();
        var (grey, blue) = (new RenderedImage(2, 1, [7, 7, 7, 9, 9, 9]), new RenderedImage(2, 1, [7, 7, 7, 9, 9, 10]));
        await grey.SavePngAsync(folder["grey.png"], cancellationToken: Cancel);
        await blue.SavePngAsync(folder["blue.png"], cancellationToken: Cancel);
        Assert.Equal(new byte[] { 7, 9 }, PlainPng.Read(File.ReadAllBytes(folder["grey.png"])).Pixels);
        Assert.Equal(blue.Rgb.ToArray(), PlainPng.Read(File.ReadAllBytes(folder["blue.png"])).Pixels);
        Assert.Equal(["blue.png", "grey.png"], folder.Files());
    }

    [Fact]
    public async Task An_existing_file_is_only_replaced_if_the_caller_says_so()
    {
        using var folder = new TemporaryFolder();
        var picture = new RenderedImage(1, 1, [1, 2, 3]);
        File.WriteAllText(folder["a.png"], "mine");
        await Assert.ThrowsAsync<IOException>(() => picture.SavePngAsync(folder["a.png"], cancellationToken: Cancel));
        Assert.Equal("mine", File.ReadAllText(folder["a.png"]));
        await picture.SavePngAsync(folder["a.png"], overwrite: true, Cancel);
        Assert.Equal(picture.EncodePng(), File.ReadAllBytes(folder["a.png"]));
        Assert.Equal(["a.png"], folder.Files());
    }

    [Fact]
    public async Task What_is_cancelled_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new RenderedImage(1, 1, [1, 2, 3]).SavePngAsync(folder["a.png"], cancellationToken: new CancellationToken(true)));
        Assert.Empty(folder.Files());
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static PngFormat FormatOf(string name) => name switch
    {
        "Grey8" => PngFormat.Grey8,
        "Grey16" => PngFormat.Grey16,
        "Rgb8" => PngFormat.Rgb8,
        _ => PngFormat.Rgba8,
    };

    private static IEnumerable<byte[]> Contents(int length)
    {
        var noise = new byte[length];
        new Random(length).NextBytes(noise);
        return [noise, new byte[length], [.. Enumerable.Range(0, length).Select(i => (byte)(i / 2))], [.. noise.Select(value => (byte)(value % 3 == 0 ? 255 : 0))]];
    }

    private static byte[] FromBigEndian(byte[] pixels)
    {
        var samples = new ushort[pixels.Length / 2];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadUInt16BigEndian(pixels.AsSpan(2 * i));
        }

        return MemoryMarshal.AsBytes<ushort>(samples).ToArray();
    }
}
