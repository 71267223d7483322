using Zarr;

namespace OmeZarr.Tiff.WebP;

/// <summary>Decodes strips and tiles that are compressed with WebP, lossy or lossless, to the same values as libwebp.</summary>
/// <remarks>
/// <para>Pages have three samples (RGB) or four (with alpha) of 8 bits, as LibTIFF writes them.</para>
/// <para>Use it with <see cref="TiffFile.Open(string, OmeZarr.Files.ImageFileOptions?, IReadOnlyList{ITiffBlockDecoder}?)"/>, or with <see cref="TiffFormat.Decoders"/>.</para>
/// </remarks>
public sealed class WebPDecoder : ITiffBlockDecoder
{
    // Of a last strip that is longer than it should be.
    private const long MostPixels = 1 << 24;

    private WebPImages? images;

    /// <inheritdoc/>
    public string Name => "WebP";

    /// <summary>50001, the number that LibTIFF uses, and 34927, an older one.</summary>
    public IReadOnlyList<int> Compressions { get; } = [50001, 34927];

    // Programs that meet no WebP do not load ImageSharp.
    private WebPImages Images => LazyInitializer.EnsureInitialized(ref images, () => new WebPImages());

    /// <inheritdoc/>
    public void Decode(ReadOnlyMemory<byte> encoded, TiffBlock block, Span<byte> samples)
    {
        if (block.Samples is not (3 or 4) || block.SampleType != DataType.UInt8)
        {
            throw new InvalidDataException($"WebP has three or four samples of 8 bits, not {block.Samples} of {block.SampleType}");
        }

        var file = WebPFile.Read(encoded);

        // Some writers store the last strip with as many rows as the others.
        if (file.Width != block.Width || file.Height < block.Rows || (long)file.Width * file.Height > Math.Max(MostPixels, (long)block.Width * block.Rows))
        {
            throw new InvalidDataException($"it holds {file.Width} x {file.Height} pixels, not {block.Width} x {block.Rows}");
        }

        Images.Decode(file, samples, block.Samples);
    }
}
