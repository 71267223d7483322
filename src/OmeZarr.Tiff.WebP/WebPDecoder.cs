using System.Runtime.InteropServices;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;
using Zarr;

namespace OmeZarr.Tiff.WebP;

/// <summary>Decodes strips and tiles that are compressed with WebP, lossy or lossless, to the same values as libwebp.</summary>
/// <remarks>
/// <para>Pages have three samples (RGB) or four (with alpha) of 8 bits, as LibTIFF writes them.</para>
/// <para>Use it with <see cref="TiffFile.Open(string, OmeZarr.Files.ImageFileOptions?, IReadOnlyList{ITiffBlockDecoder}?)"/>, or with <see cref="TiffFormat.Decoders"/>.</para>
/// </remarks>
public sealed class WebPDecoder : ITiffBlockDecoder
{
    // Decoded blocks are copied at once, so that little memory is kept.
    private const int PoolMegabytes = 64;

    private readonly Configuration configuration = new(new WebpConfigurationModule())
    {
        MaxDegreeOfParallelism = 1, // several blocks are decoded at the same time
        MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions { MaximumPoolSizeMegabytes = PoolMegabytes }),
    };

    /// <inheritdoc/>
    public string Name => "WebP";

    /// <summary>50001, the number that LibTIFF uses, and 34927, an older one.</summary>
    public IReadOnlyList<int> Compressions { get; } = [50001, 34927];

    /// <inheritdoc/>
    public void Decode(ReadOnlyMemory<byte> encoded, TiffBlock block, Span<byte> samples)
    {
        RequireRgb(block);
        var (width, height) = WebPHeader.Read(encoded.Span);

        // Some writers store the last strip with as many rows as the others.
        if (width != block.Width || height < block.Rows)
        {
            throw new InvalidDataException($"it holds {width} x {height} pixels, not {block.Width} x {block.Rows}");
        }

        if (block.Samples == 3)
        {
            Decode<Rgb24>(encoded, block, samples);
        }
        else
        {
            Decode<Rgba32>(encoded, block, samples);
        }
    }

    private static void RequireRgb(TiffBlock block)
    {
        if (block.Samples is not (3 or 4) || block.SampleType != DataType.UInt8)
        {
            throw new InvalidDataException($"WebP has three or four samples of 8 bits, not {block.Samples} of {block.SampleType}");
        }
    }

    private void Decode<TPixel>(ReadOnlyMemory<byte> encoded, TiffBlock block, Span<byte> samples)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using var image = Load<TPixel>(encoded);
        if (image.Width != block.Width || image.Height < block.Rows)
        {
            throw new InvalidDataException($"it holds {image.Width} x {image.Height} pixels, not {block.Width} x {block.Rows}");
        }

        var frame = image.Frames.RootFrame.PixelBuffer;
        var pitch = samples.Length / block.Rows;
        for (var row = 0; row < block.Rows; row++)
        {
            MemoryMarshal.AsBytes(frame.DangerousGetRowSpan(row)).CopyTo(samples.Slice(row * pitch, pitch));
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
