using System.Security.Cryptography;
using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;

namespace OmeZarr.ImageFormats.Tests;

public sealed class JpegTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly JpegFormat format = new();

    public static TheoryData<string> Names => [.. JpegSamples.All.Keys];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Pixels_are_those_of_libjpeg(string name)
    {
        var (stream, hash) = JpegSamples.All[name];
        using var file = Open(stream);
        var image = Assert.Single(file.Images);
        var isGray = name == "gray";
        Assert.Equal(isGray ? "yx" : "cyx", image.Axes);
        Assert.Equal(isGray ? [JpegSamples.Height, JpegSamples.Width] : [3, JpegSamples.Height, JpegSamples.Width], image.Pixels.Shape);
        Assert.Equal(isGray ? [] : ["Red", "Green", "Blue"], image.Channels.Select(channel => channel.Name));
        Assert.Empty(file.Findings);
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(Interleaved(await image.Pixels.ReadAllAsync(), isGray ? 1 : 3))));
        await image.Pixels.RequirePartsAsync(new Random(3));
    }

    [Fact]
    public async Task Adobe_says_that_three_components_are_red_green_and_blue()
    {
        var stream = JpegSamples.All["4:4:4"].Stream;
        using var converted = Open(stream);
        using var plain = Open(With(stream, 0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]), "plain.jpg");
        using var marked = Open(With(stream, 0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1]), "marked.jpg");
        var pixels = await converted.Images[0].Pixels.ReadAllAsync();
        Assert.Equal(pixels, await marked.Images[0].Pixels.ReadAllAsync());
        var components = await plain.Images[0].Pixels.ReadAllAsync();

        // ITU-R BT.601, as JFIF has it.
        var plane = components.Length / 3;
        for (var i = 0; i < plane; i++)
        {
            Assert.InRange(pixels[i] - Math.Clamp(components[i] + (1.402 * (components[(2 * plane) + i] - 128)), 0, 255), -1, 1);
        }
    }

    [Fact]
    public async Task Orientation_is_a_finding_or_applied()
    {
        var stream = JpegSamples.All["gray"].Stream;
        using var upright = Open(stream);
        var pixels = await upright.Images[0].Pixels.ReadAllAsync();
        foreach (var isLittleEndian in new[] { true, false })
        {
            var turned = With(stream, 0xE1, Exif(6, isLittleEndian));
            using var stored = Open(turned, "stored.jpg");
            Assert.Equal(pixels, await stored.Images[0].Pixels.ReadAllAsync());
            var finding = Assert.Single(stored.Findings);
            Assert.Equal(FileFindingKind.LeftOut, finding.Kind);
            Assert.Contains("turned by 90 degrees clockwise", finding.Message, StringComparison.Ordinal);

            using var shown = Open(turned, "shown.jpg", new ImageFileOptions { AppliesOrientation = true });
            Assert.Empty(shown.Findings);
            Assert.Equal([JpegSamples.Width, JpegSamples.Height], shown.Images[0].Pixels.Shape);
            var clockwise = await shown.Images[0].Pixels.ReadAllAsync();
            for (var y = 0; y < JpegSamples.Height; y++)
            {
                for (var x = 0; x < JpegSamples.Width; x++)
                {
                    Assert.Equal(pixels[(y * JpegSamples.Width) + x], clockwise[(x * JpegSamples.Height) + JpegSamples.Height - 1 - y]);
                }
            }
        }
    }

    [Fact]
    public void Further_pictures_are_a_finding()
    {
        using var file = Open(With(JpegSamples.All["gray"].Stream, 0xE2, [.. "MPF\0"u8, 1, 2, 3, 4]));
        Assert.Contains("further pictures", Assert.Single(file.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_exif_changes_nothing()
    {
        var exif = Exif(6, isLittleEndian: true);
        for (var length = 6; length < exif.Length - 2; length++)
        {
            using var file = Open(With(JpegSamples.All["gray"].Stream, 0xE1, exif[..length]), $"{length}.jpg");
            Assert.Empty(file.Findings);
        }
    }

    [Theory]
    [InlineData(0xC3, "lossless JPEG")]
    [InlineData(0xC9, "arithmetic coding")]
    [InlineData(0xC7, "process 7")]
    public void What_is_not_supported_says_so(byte marker, string problem)
    {
        var stream = JpegSamples.All["gray"].Stream.ToArray();
        stream[FrameOf(stream) + 1] = marker;
        Assert.Contains(problem, Assert.Throws<ImageFileException>(() => Open(stream)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Four_components_are_refused()
    {
        var stream = JpegSamples.All["4:4:4"].Stream;
        var frame = FrameOf(stream);
        byte[] cmyk = [.. stream[..(frame + 2)], 0, 20, .. stream[(frame + 4)..(frame + 9)], 4, .. stream[(frame + 10)..(frame + 19)], 4, 0x11, 0, .. stream[(frame + 19)..]];
        Assert.Contains("4 components", Assert.Throws<ImageFileException>(() => Open(cmyk)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_that_the_bytes_cannot_hold_is_refused_before_memory_is_taken()
    {
        var stream = JpegSamples.All["gray"].Stream.ToArray();
        var frame = FrameOf(stream);
        (stream[frame + 5], stream[frame + 7]) = (0x7F, 0x7F);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("cannot hold", Assert.Throws<ImageFileException>(() => Open(stream)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public async Task A_file_cut_anywhere_is_a_typed_error()
    {
        var stream = JpegSamples.All["4:2:0"].Stream;
        for (var length = 0; length < stream.Length - 2; length++)
        {
            await Assert.ThrowsAsync<ImageFileException>(async () =>
            {
                using var file = Open(stream[..length]);
                await file.Images[0].Pixels.ReadAllAsync();
            });
        }
    }

    [Fact]
    public async Task Flipped_bytes_are_typed_errors_or_pixels()
    {
        var random = new Random(17);
        for (var i = 0; i < 300; i++)
        {
            var stream = JpegSamples.All["4:2:0 progressive"].Stream.ToArray();
            stream[random.Next(stream.Length)] = (byte)random.Next(256);
            try
            {
                using var file = Open(stream);
                var image = file.Images[0];
                Assert.Equal(image.Pixels.Shape.ElementCount * image.Pixels.DataType.Size, (await image.Pixels.ReadAllAsync()).Length);
            }
            catch (ImageFileException error)
            {
                Assert.Contains(error.Path, error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void It_is_known_by_its_first_bytes()
    {
        Assert.True(format.Recognizes("a", JpegSamples.All["gray"].Stream));
        Assert.False(format.Recognizes("a.jpg", "not JPEG"u8));
    }

    private IImageFile Open(byte[] stream, string name = "a.jpg", ImageFileOptions? options = null)
    {
        File.WriteAllBytes(folder[name], stream);
        return format.Open(folder[name], options);
    }

    private static byte[] With(byte[] stream, byte marker, byte[] content) => [.. stream[..2], 0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content, .. stream[2..]];

    private static byte[] Exif(byte orientation, bool isLittleEndian) => isLittleEndian
        ? [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 2, 0, 0, 1, 3, 0, 1, 0, 0, 0, 9, 0, 0, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]
        : [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 2, 1, 0, 0, 3, 0, 0, 0, 1, 0, 9, 0, 0, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];

    /// <summary>Where the marker of the frame header stands.</summary>
    private static int FrameOf(byte[] stream)
    {
        var at = 2;
        while (stream[at + 1] is not (0xC0 or 0xC1 or 0xC2))
        {
            at += 2 + ((stream[at + 2] << 8) | stream[at + 3]);
        }

        return at;
    }

    private static byte[] Interleaved(byte[] planes, int components) =>
        [.. Enumerable.Range(0, planes.Length).Select(i => planes[(i % components * (planes.Length / components)) + (i / components)])];
}
