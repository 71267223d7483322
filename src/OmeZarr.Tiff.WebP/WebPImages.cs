using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;

namespace OmeZarr.Tiff.WebP;

/// <summary>Decodes the pixels of WebP files with ImageSharp. Thread-safe.</summary>
/// <remarks>
/// ImageSharp gets files of one frame only. It decodes the opacity of some lossy images wrongly (those of few values, 2.1.13). The opacity is stored as the green of a lossless image, so it is decoded as one.
/// </remarks>
internal sealed class WebPImages
{
    // Pixels are copied as soon as they are decoded, so that little memory is kept.
    private const int PoolMegabytes = 64;

    private readonly Configuration configuration = new(new WebpConfigurationModule())
    {
        MaxDegreeOfParallelism = 1, // several blocks are decoded at the same time
        MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions { MaximumPoolSizeMegabytes = PoolMegabytes }),
    };

    /// <summary>Decodes the first rows of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="samples">Room for rows of pixels of three samples, or four with the opacity.</param>
    /// <param name="pixelBytes">3 or 4.</param>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    internal void Decode(WebPFile file, Span<byte> samples, int pixelBytes)
    {
        if (pixelBytes == 4 && file.Alpha.IsEmpty)
        {
            Decode<Rgba32>(file, file.Frame, samples);
            return;
        }

        if (pixelBytes == 3)
        {
            Decode<Rgb24>(file, file.Frame, samples);
            return;
        }

        var colours = new byte[samples.Length / 4 * 3];
        Decode<Rgb24>(file, file.Frame, colours);
        var alpha = DecodeAlpha(file, samples.Length / 4);
        for (var i = 0; i < alpha.Length; i++)
        {
            colours.AsSpan(3 * i, 3).CopyTo(samples[(4 * i)..]);
            samples[(4 * i) + 3] = alpha[i];
        }
    }

    /// <summary>The opacity of the first pixels.</summary>
    private byte[] DecodeAlpha(WebPFile file, int count)
    {
        var (method, filter) = (file.Alpha.Span[0] & 3, (file.Alpha.Span[0] >> 2) & 3);
        var stored = file.Alpha.Span[1..];
        var alpha = new byte[count];
        switch (method)
        {
            case 0 when stored.Length >= count:
                stored[..count].CopyTo(alpha);
                break;
            case 1:
                var image = new byte[3 * count];
                Decode<Rgb24>(file, WebPFile.LosslessFrame(file.Width, file.Height, stored), image);
                for (var i = 0; i < count; i++)
                {
                    alpha[i] = image[(3 * i) + 1];
                }

                break;
            default:
                throw new InvalidDataException("the opacity of its WebP data is damaged");
        }

        AlphaFilter.Undo(filter, alpha, file.Width);
        return alpha;
    }

    private void Decode<TPixel>(WebPFile file, ReadOnlyMemory<byte> frame, Span<byte> samples)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using var image = Load<TPixel>(frame);
        if ((image.Width, image.Height) != (file.Width, file.Height))
        {
            throw new InvalidDataException($"its WebP data has {image.Width} x {image.Height} pixels, not {file.Width} x {file.Height}");
        }

        var pixels = image.Frames.RootFrame.PixelBuffer;
        var pitch = file.Width * Unsafe.SizeOf<TPixel>();
        for (var row = 0; row < samples.Length / pitch; row++)
        {
            MemoryMarshal.AsBytes(pixels.DangerousGetRowSpan(row)).CopyTo(samples.Slice(row * pitch, pitch));
        }
    }

    private Image<TPixel> Load<TPixel>(ReadOnlyMemory<byte> frame)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using var stream = new MemoryStream(WebPFile.Simple(frame.Span), writable: false);
        try
        {
            return new SixLabors.ImageSharp.Formats.Webp.WebpDecoder { IgnoreMetadata = true }.Decode<TPixel>(configuration, stream, default);
        }
        catch (Exception damage) when (damage is not OutOfMemoryException)
        {
            // The decoder throws whatever comes first: its own exceptions, and those of an index outside an array.
            throw new InvalidDataException($"its WebP data cannot be decoded ({damage.Message})", damage);
        }
    }
}
