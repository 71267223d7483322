using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using OmeZarr.Tiff.WebP;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.WebP;

/// <summary>Pages of WebP, against what libwebp decodes.</summary>
public sealed class WebPDecoderTests : IDisposable
{
    private const int Width = 16;
    private const int Height = 12;

    private readonly TemporaryFolder folder = new();

    private string File => folder["x.tif"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(WebPSamples.Lossless, WebPSamples.LosslessPixels, 3)]
    [InlineData(WebPSamples.Lossy, WebPSamples.LossyPixels, 3)]
    [InlineData(WebPSamples.LosslessWithAlpha, WebPSamples.LosslessWithAlphaPixels, 4)]
    [InlineData(WebPSamples.LossyWithAlpha, WebPSamples.LossyWithAlphaPixels, 4)]
    [InlineData(WebPSamples.LossyWithMask, WebPSamples.LossyWithMaskPixels, 4)]
    public async Task Pixels_are_those_of_libwebp(string stored, string pixels, int samples)
    {
        await WriteAsync(Convert.FromBase64String(stored), samples);
        Assert.Equal(Convert.FromBase64String(pixels), await ReadAsync(samples));
        Assert.Equal("cyx", Open().Images[0].Axes);
    }

    [Fact]
    public async Task A_page_with_more_or_fewer_samples_than_its_data_gets_what_there_is()
    {
        await WriteAsync(Convert.FromBase64String(WebPSamples.Lossless), samples: 4);
        var opaque = Convert.FromBase64String(WebPSamples.LosslessPixels).Chunk(3).SelectMany(pixel => pixel.Append((byte)255));
        Assert.Equal(opaque, await ReadAsync(samples: 4));
        await WriteAsync(Convert.FromBase64String(WebPSamples.LosslessWithAlpha), samples: 3);
        var colours = Convert.FromBase64String(WebPSamples.LosslessWithAlphaPixels).Chunk(4).SelectMany(pixel => pixel.Take(3));
        Assert.Equal(colours, await ReadAsync(samples: 3));
    }

    [Fact]
    public async Task Strips_may_have_more_rows_than_the_page()
    {
        var stored = Convert.FromBase64String(WebPSamples.Lossless);
        var file = new RawTiff(false).Header();
        var (first, second) = (file.Append(stored), file.Append(stored));
        Tags(file, 3, height: 20).Long(278, Height).Long(273, first, second).Long(279, stored.Length, stored.Length).Directory();
        await System.IO.File.WriteAllBytesAsync(File, file.ToArray());
        var pixels = Convert.FromBase64String(WebPSamples.LosslessPixels);
        Assert.Equal(pixels.Concat(pixels.Take(8 * Width * 3)), await ReadAsync(samples: 3, height: 20));
    }

    [Fact]
    public async Task Without_the_decoder_the_error_names_it()
    {
        await WriteAsync(Convert.FromBase64String(WebPSamples.Lossless), samples: 3);
        var error = Assert.Throws<TiffFormatException>(() => TiffFile.Open(File));
        Assert.Contains("compression 50001 (WebP, which the package OmeZarr.Tiff.WebP reads) is not supported", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WebPSamples.Animation, 3, 8, "it is an animation")]
    [InlineData("UklGRgAAAABXRUJQVlA5IAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", 3, 8, "its bytes are no WebP")]
    [InlineData("AAAA", 3, 8, "its bytes are no WebP")]
    [InlineData(WebPSamples.Lossless, 1, 8, "WebP has three or four samples of 8 bits, not 1 of uint8")]
    [InlineData(WebPSamples.Lossless, 3, 16, "WebP has three or four samples of 8 bits, not 3 of uint16")]
    public async Task Other_data_is_an_error_that_says_so(string stored, int samples, int bits, string message)
    {
        await WriteAsync(Convert.FromBase64String(stored), samples, bits);
        var error = await Assert.ThrowsAsync<TiffFormatException>(() => ReadAsync(samples, bytes: bits / 8));
        Assert.Contains($"strip 0 is damaged: {message}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_block_of_another_size_is_refused_before_it_is_decoded()
    {
        var file = new RawTiff(false).Header();
        var stored = Convert.FromBase64String(WebPSamples.Lossless);
        var start = file.Append(stored);
        Tags(file, 3, Height, width: 17).Long(278, Height).Long(273, start).Long(279, stored.Length).Directory();
        await System.IO.File.WriteAllBytesAsync(File, file.ToArray());
        using var tiff = Open();
        var error = await Assert.ThrowsAsync<TiffFormatException>(() => tiff.Images[0].Pixels.ReadAsync(Region.Whole([3, Height, 17]), new byte[3 * Height * 17], default).AsTask());
        Assert.Contains("it holds 16 x 12 pixels, not 17 x 12", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_is_larger_than_its_canvas_is_refused_before_it_is_decoded()
    {
        var small = Convert.FromBase64String(WebPSamples.LosslessWithAlpha);
        var lossless = small.AsSpan(12).ToArray();
        BitConverter.TryWriteBytes(lossless.AsSpan(9), uint.MaxValue & 0x1FFFFFFF); // 16384 x 16384 pixels, with alpha
        byte[] file = [.. small[..12], .. "VP8X"u8, 10, 0, 0, 0, 0x10, 0, 0, 0, Width - 1, 0, 0, Height - 1, 0, 0, .. lossless];
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidDataException>(() => new WebPDecoder().Decode(file, new TiffBlock(Width, Height, 4, DataType.UInt8), new byte[Width * Height * 4]));
        Assert.Equal("it has 16384 x 16384 pixels on a canvas of 16 x 12", error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(WebPSamples.Lossless, 3)]
    [InlineData(WebPSamples.LossyWithAlpha, 4)]
    public void Damaged_data_is_decoded_or_refused(string stored, int samples)
    {
        var (random, decoder, pixels) = (new Random(1), new WebPDecoder(), new byte[Width * Height * samples]);
        var block = new TiffBlock(Width, Height, samples, DataType.UInt8);
        var refused = 0;
        for (var i = 0; i < Rounds.Of(2000); i++)
        {
            var damaged = Convert.FromBase64String(stored);
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }

            try
            {
                decoder.Decode(damaged.AsMemory(0, random.Next(4) == 0 ? random.Next(damaged.Length) : damaged.Length), block, pixels);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, Rounds.Of(2000) - 1);
    }

    private static RawTiff Tags(RawTiff file, int samples, int height, int bits = 8, int width = Width) => file
        .Long(256, width).Long(257, height).Short(258, [.. Enumerable.Repeat(bits, samples)]).Short(259, 50001).Short(262, samples >= 3 ? 2 : 1).Short(277, samples);

    private Task WriteAsync(byte[] stored, int samples, int bits = 8)
    {
        var file = new RawTiff(false).Header();
        var start = file.Append(stored);
        Tags(file, samples, Height, bits).Long(278, Height).Long(273, start).Long(279, stored.Length).Directory();
        return System.IO.File.WriteAllBytesAsync(File, file.ToArray());
    }

    private IImageFile Open() => new TiffFormat { Decoders = [new WebPDecoder()] }.Open(File);

    /// <summary>The samples of all pixels, pixel by pixel.</summary>
    private async Task<byte[]> ReadAsync(int samples, int height = Height, int bytes = 1)
    {
        using var file = Open();
        var pixels = file.Images[0].Pixels;
        var planes = new byte[samples * height * Width * bytes];
        await pixels.ReadAsync(Region.Whole(pixels.Shape), planes, default);
        return [.. Enumerable.Range(0, planes.Length).Select(i => planes[(i % samples * height * Width) + (i / samples)])];
    }
}
