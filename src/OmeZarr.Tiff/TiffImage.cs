using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Blocks;
using OmeZarr.Tiff.Pages;
using Zarr;

namespace OmeZarr.Tiff;

/// <summary>
/// The image in a TIFF or BigTIFF file as an array that is read region by region. A read decodes only the strips and tiles that intersect its region.
/// </summary>
/// <remarks>
/// <para>The axes are in the order of OME-Zarr: t, c, z, y, x. The axes given to <see cref="Open"/> count, otherwise the description that ImageJ or
/// tifffile wrote. Pages without a description are z. Axes that tifffile left without a letter are z, c and t, from the last to the first. Page axes of length 1 are dropped.
/// The samples of a pixel (RGB, CMYK, extra samples) are channels. Reduced copies and masks are skipped; all other pages must have the same size and data type.</para>
/// <para>Values are read as they are stored: palette images as indexes, MinIsWhite not inverted, Orientation ignored. Only YCbCr inside JPEG becomes RGB.</para>
/// <para>Any number of threads may read at the same time. Memory is bounded by the cache of decoded strips and tiles plus those that are being decoded. Strips and tiles that do not fit the cache
/// and are not yet read whole wait in a scratch file in the folder for temporary files, so that each is decoded once; it has at most 64 times the size of the cache and is deleted by <see cref="Dispose"/>.</para>
/// </remarks>
public sealed class TiffImage : IArraySource, IDisposable
{
    private readonly TiffStorage file;
    private readonly TiffSeries series;
    private readonly BlockCache cache;
    private readonly RegionReader reader;

    private TiffImage(TiffStorage file, TiffSeries series, long cacheBytes)
    {
        (this.file, this.series) = (file, series);
        cache = new BlockCache(cacheBytes);
        reader = new RegionReader(series, new PageReader(file, cache));
        Shape = Shape.Create([.. series.Axes.Select(axis => axis.Length)]);
        AxisNames = string.Concat(series.Axes.Select(axis => axis.Name));
        ChannelNames = NameChannels(series);
    }

    /// <inheritdoc/>
    public Shape Shape { get; }

    /// <inheritdoc/>
    public DataType DataType => series.Layout.DataType;

    /// <summary>One letter for each axis of <see cref="Shape"/>, for example <c>czyx</c>: letters of <c>tczyx</c>, in this order.</summary>
    public string AxisNames { get; }

    /// <summary>For each axis the distance between its elements, or null if the file does not say it.</summary>
    /// <remarks>The distances come from the description of ImageJ: resolution and <c>unit</c> for x and y, <c>spacing</c> for z, <c>finterval</c> for t. Resolution alone does not count,
    /// because most programs write a value for printing.</remarks>
    public IReadOnlyList<PhysicalSize?> PixelSizes => series.PixelSizes;

    /// <summary>The names of the channels along c; null if the file does not name them. RGB pages have Red, Green, Blue (and Alpha).</summary>
    public IReadOnlyList<string>? ChannelNames { get; }

    /// <summary>Number of compressed strips and tiles decoded so far.</summary>
    internal long DecodedBlocks => cache.DecodedBlocks;

    /// <summary>Number of decoded strips and tiles that went to the scratch file so far.</summary>
    internal long ScratchedBlocks => cache.ScratchedBlocks;

    /// <summary>Number of bytes of the file read so far.</summary>
    internal long BytesRead => file.BytesRead;

    /// <summary>Opens a file and reads the directories of all its pages, but no pixels.</summary>
    /// <param name="path">A TIFF or BigTIFF file.</param>
    /// <param name="axes">
    /// One letter of <c>t c z y x</c> for each axis, slowest first, in the order of the file: the axes of the pages, then the samples of a pixel if there are several, then rows
    /// and columns. For example <c>tyx</c> for a time-lapse of gray pages, <c>zcyx</c> for a stack of RGB pages. Page axes of length 1 may be left out. The letters override a description that disagrees
    /// with the pages. Null to follow the file.
    /// </param>
    /// <param name="cacheBytes">The size of the cache of decoded strips and tiles, in bytes; the default is 64 MiB. Only compressed data is cached here; the operating system caches uncompressed data.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="TiffFormatException">The file is not a TIFF file, is damaged, or uses a feature that is not supported.</exception>
    /// <exception cref="ArgumentException">The axes do not fit the file.</exception>
    public static TiffImage Open(string path, string? axes = null, long cacheBytes = 64L << 20)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = TiffStorage.Open(path);
        try
        {
            return new TiffImage(file, TiffSeriesReader.Read(file, axes), cacheBytes);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Reads and decodes on the calling thread, so that a writer's workers share the work. The returned task is complete.</remarks>
    /// <exception cref="TiffFormatException">A strip or tile of the region is damaged or missing.</exception>
    /// <exception cref="ArgumentException">The region lies outside the image, or the destination has another size.</exception>
    public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        region.RequireInside(Shape);
        var expected = (Int128)region.Shape.ElementCount * DataType.Size;
        if (destination.Length != expected)
        {
            throw new ArgumentException($"the destination has {destination.Length} bytes, the region {region} needs {expected}", nameof(destination));
        }

        try
        {
            reader.Read(region, destination.Span, cancellationToken);
            return ValueTask.CompletedTask;
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            return ValueTask.FromException(error);
        }
    }

    /// <summary>Closes the file and deletes what was kept of it on the disk.</summary>
    public void Dispose()
    {
        file.Dispose();
        cache.Dispose();
    }

    private static string[]? NameChannels(TiffSeries series)
    {
        var hasSamplesAsChannels = series.Axes.Any(axis => axis is { Role: AxisRole.Samples, Name: 'c' });
        // 2 is RGB; 6 is YCbCr, which the decoder converts to RGB.
        return hasSamplesAsChannels && series.Layout is { Photometric: 2 or 6, Samples: 3 or 4 }
            ? new[] { "Red", "Green", "Blue", "Alpha" }[..series.Layout.Samples]
            : null;
    }
}
