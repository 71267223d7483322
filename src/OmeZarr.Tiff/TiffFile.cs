using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Blocks;
using OmeZarr.Tiff.Pages;
using Zarr;

namespace OmeZarr.Tiff;

/// <summary>A TIFF or BigTIFF file with all its images, and the meaning that the program that wrote it gave to them.</summary>
/// <remarks>
/// <para>The axes of an image are in the order of OME-Zarr: t, c, z, y, x. Axes of length 1 are dropped, unless the caller names them. The samples of a pixel (RGB, CMYK, extra samples) are channels.
/// Pages without a description are z; a finding says that this is a guess.</para>
/// <para>Values are read as they are stored: palette images as indexes, MinIsWhite not inverted. Only YCbCr becomes RGB.</para>
/// <para>Memory is bounded by the cache of decoded strips and tiles plus those that are being decoded.</para>
/// </remarks>
public sealed class TiffFile : IImageFile
{
    private readonly TiffStorage storage;
    private readonly TiffMeaning meaning;
    private readonly BlockCache cache;

    private TiffFile(TiffStorage storage, TiffMeaning meaning, long cacheBytes)
    {
        (this.storage, this.meaning) = (storage, meaning);
        cache = new BlockCache(cacheBytes);
        var pages = new PageReader(cache);
        Images = [.. meaning.Series.Select(series => ImageOf(series, pages))];
    }

    /// <inheritdoc/>
    public string Path => storage.Path;

    /// <inheritdoc/>
    public string Format => meaning.Format;

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [Path];

    /// <inheritdoc/>
    public IReadOnlyList<FileImage> Images { get; }

    /// <inheritdoc/>
    public FilePlate? Plate => meaning.Plate;

    /// <inheritdoc/>
    public IReadOnlyList<FileFinding> Findings => meaning.Findings;

    /// <inheritdoc/>
    public string? OmeXml => meaning.OmeXml;

    /// <summary>Number of compressed strips and tiles decoded so far.</summary>
    internal long DecodedBlocks => cache.DecodedBlocks;

    /// <summary>Number of bytes of the file read so far.</summary>
    internal long BytesRead => storage.BytesRead;

    /// <summary>Opens a file and reads the directories of all its pages, but no pixels.</summary>
    /// <param name="path">A TIFF or BigTIFF file.</param>
    /// <param name="options">What the caller knows better than the file; null for nothing.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="TiffFormatException">The file is not a TIFF file, is damaged, or uses a feature that is not supported.</exception>
    /// <exception cref="ArgumentException">The options do not fit the file.</exception>
    public static TiffFile Open(string path, ImageFileOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new ImageFileOptions();
        var storage = TiffStorage.Open(path);
        try
        {
            return new TiffFile(storage, Dialects.Read(new TiffPages(storage), options), options.CacheBytes);
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => storage.Dispose();

    private static FileImage ImageOf(TiffSeries series, PageReader pages) => new()
    {
        Pixels = PixelsOf(series, pages),
        Axes = string.Concat(series.Axes.Select(axis => axis.Name)),
        PixelSizes = series.PixelSizes,
        Name = series.Name,
        Kind = series.Kind,
        Channels = series.Channels,
        Levels = [.. series.Levels.Select(level => PixelsOf(level, pages))],
        Position = series.Position,
        Well = series.Well,
    };

    private static IArraySource PixelsOf(TiffSeries series, PageReader pages)
    {
        var pixels = new TiffPixels(series, pages);
        return series.Orientation == 1
            ? pixels
            : new OrientedPixels(pixels, series.Orientation, series.Axes.Index().First(axis => axis.Item.Role == AxisRole.Rows).Index);
    }
}
