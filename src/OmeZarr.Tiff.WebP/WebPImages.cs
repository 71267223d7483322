using System.Runtime.InteropServices;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;

namespace OmeZarr.Tiff.WebP;

/// <summary>Decodes WebP with ImageSharp. Thread-safe.</summary>
internal sealed class WebPImages
{
    // Pixels are copied as soon as they are decoded, so that little memory is kept.
    private const int PoolMegabytes = 64;

    private readonly Configuration configuration = new(new WebpConfigurationModule())
    {
        MaxDegreeOfParallelism = 1, // several blocks are decoded at the same time
        MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions { MaximumPoolSizeMegabytes = PoolMegabytes }),
    };

    /// <summary>Decodes a block of three or four samples of 8 bits.</summary>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    internal void Decode(ReadOnlyMemory<byte> encoded, TiffBlock block, Span<byte> samples)
    {
        if (block.Samples == 3)
        {
            Decode<Rgb24>(encoded, block, samples);
        }
        else
        {
            Decode<Rgba32>(encoded, block, samples);
        }
    }

    private void Decode<TPixel>(ReadOnlyMemory<byte> encoded, TiffBlock block, Span<byte> samples)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using var image = Load<TPixel>(encoded);

        // The head may say something else than the data.
        if (image.Width != block.Width || image.Height < block.Rows)
        {
            throw new InvalidDataException($"it holds {image.Width} x {image.Height} pixels, not {block.Width} x {block.Rows}");
        }

        var pixels = image.Frames.RootFrame.PixelBuffer;
        var pitch = samples.Length / block.Rows;
        for (var row = 0; row < block.Rows; row++)
        {
            MemoryMarshal.AsBytes(pixels.DangerousGetRowSpan(row)).CopyTo(samples.Slice(row * pitch, pitch));
        }
    }

    private Image<TPixel> Load<TPixel>(ReadOnlyMemory<byte> encoded)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using var stream = MemoryMarshal.TryGetArray(encoded, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(encoded.ToArray(), writable: false);
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
