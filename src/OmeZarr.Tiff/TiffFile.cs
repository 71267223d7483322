using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Blocks;
using OmeZarr.Tiff.OmeTiff;
using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Samples;
using Zarr;

namespace OmeZarr.Tiff;

/// <summary>A TIFF or BigTIFF file with all its images, and the meaning that the program that wrote it gave to them.</summary>
/// <remarks>
/// <para>The axes of an image are in the order of OME-Zarr: t, c, z, y, x. Axes of length 1 are dropped, unless the caller names them. The samples of a pixel (RGB, CMYK, extra samples) are channels.
/// Pages without a description are z; a finding says that this is a guess.</para>
/// <para>Values are read as they are stored: palette images as indexes, MinIsWhite not inverted. Only YCbCr becomes RGB.</para>
/// <para>Memory is bounded by the cache of decoded strips and tiles plus those that are being decoded. Strips and tiles that do not fit the cache and are not yet read whole wait in a scratch file in the folder
/// for temporary files, so that each is decoded once; it has at most 64 times the size of the cache and is deleted by <see cref="Dispose"/>.</para>
/// </remarks>
public sealed class TiffFile : IImageFile
{
    private readonly TiffStorage? storage;
    private readonly TiffMeaning meaning;
    private readonly BlockCache cache;

    private TiffFile(string path, TiffStorage? storage, TiffMeaning meaning, long cacheBytes)
    {
        (Path, this.storage, this.meaning) = (path, storage, meaning);
        cache = new BlockCache(cacheBytes);
        var pages = new PageReader(cache);
        Images = [.. meaning.Series.Select(series => ImageOf(series, pages))];
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public string Format => meaning.Format;

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [Path, .. meaning.OtherFiles];

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

    /// <summary>Number of decoded strips and tiles that went to the scratch file so far.</summary>
    internal long ScratchedBlocks => cache.ScratchedBlocks;

    /// <summary>Number of bytes of the opened file read so far.</summary>
    internal long BytesRead => storage?.BytesRead ?? 0;

    /// <summary>Opens a file and reads the directories of all its pages, but no pixels. The other files of an OME-TIFF set are opened on demand.</summary>
    /// <param name="path">A TIFF or BigTIFF file, or the OME-XML of a set of them (<c>*.companion.ome</c>).</param>
    /// <param name="options">What the caller knows better than the file; null for nothing.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="TiffFormatException">The file is not a TIFF file, is damaged, or uses a feature that is not supported. Pages before damage of the list of pages are read, and a finding tells of it.</exception>
    /// <exception cref="ArgumentException">The options do not fit the file.</exception>
    public static TiffFile Open(string path, ImageFileOptions? options = null) => Open(path, options, decoders: null);

    /// <summary>Opens a file as <see cref="Open(string, ImageFileOptions?)"/> does, and reads more compressions.</summary>
    /// <param name="path">A TIFF or BigTIFF file, or the OME-XML of a set of them (<c>*.companion.ome</c>).</param>
    /// <param name="options">What the caller knows better than the file; null for nothing.</param>
    /// <param name="decoders">Decoders of compressions that this package does not read itself, such as that of the package <c>OmeZarr.Tiff.WebP</c>; null for none.</param>
    /// <inheritdoc cref="Open(string, ImageFileOptions?)"/>
    public static TiffFile Open(string path, ImageFileOptions? options, IReadOnlyList<ITiffBlockDecoder>? decoders)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Open(path, options ?? new ImageFileOptions(), isTolerant: true, decoders ?? []);
    }

    /// <summary>Opens a file whose findings nobody sees, so that damage of the list of pages is an error.</summary>
    internal static TiffFile OpenStrictly(string path, ImageFileOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Open(path, options, isTolerant: false, []);
    }

    private static TiffFile Open(string path, ImageFileOptions options, bool isTolerant, IReadOnlyList<ITiffBlockDecoder> decoders)
    {
        if (OmeMetadataFile.IsOne(path))
        {
            return new TiffFile(path, null, OmeDialect.ReadMetadataFile(path, options, decoders), options.CacheBytes);
        }

        var storage = TiffStorage.Open(path, decoders: decoders);
        try
        {
            return new TiffFile(path, storage, Dialects.Read(new TiffPages(storage, isTolerant), options), options.CacheBytes);
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file and the others of its set, and deletes what was kept of them on the disk.</summary>
    public void Dispose()
    {
        storage?.Dispose();
        meaning.Resources?.Dispose();
        cache.Dispose();
    }

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
        return series.Orientation == 1 ? pixels : new OrientedSource(pixels, AxisOf(series, AxisRole.Rows), AxisOf(series, AxisRole.Columns), series.Orientation);
    }

    private static int AxisOf(TiffSeries series, AxisRole role) => series.Axes.Index().First(axis => axis.Item.Role == role).Index;
}
