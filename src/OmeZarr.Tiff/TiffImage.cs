using OmeZarr.Files;
using Zarr;

namespace OmeZarr.Tiff;

/// <summary>
/// The first image of a TIFF or BigTIFF file as an array that is read region by region. <see cref="TiffFile"/> reads files of several images.
/// </summary>
/// <remarks>
/// <para>The axes are in the order of OME-Zarr: t, c, z, y, x. The axes given to <see cref="Open"/> count, otherwise what the program that wrote the file says. Where that contradicts the pages, the pages count;
/// <see cref="TiffFile.Findings"/> tells of it.</para>
/// <para>Any number of threads may read at the same time. A read decodes only the strips and tiles that intersect its region.</para>
/// </remarks>
public sealed class TiffImage : IArraySource, IDisposable
{
    private readonly TiffFile file;
    private readonly FileImage image;

    private TiffImage(TiffFile file) => (this.file, image) = (file, file.Images[0]);

    /// <inheritdoc/>
    public Shape Shape => image.Pixels.Shape;

    /// <inheritdoc/>
    public DataType DataType => image.Pixels.DataType;

    /// <summary>One letter for each axis of <see cref="Shape"/>, for example <c>czyx</c>: letters of <c>tczyx</c>, in this order.</summary>
    public string AxisNames => image.Axes;

    /// <summary>For each axis the distance between its elements, or null if the file does not say it.</summary>
    public IReadOnlyList<PhysicalSize?> PixelSizes => image.PixelSizes;

    /// <summary>The names of the channels along c; null if the file does not name them all. RGB pages have Red, Green, Blue (and Alpha).</summary>
    public IReadOnlyList<string>? ChannelNames => image.Channels is { Count: > 0 } channels && channels.All(channel => channel.Name is not null)
        ? [.. channels.Select(channel => channel.Name!)]
        : null;

    /// <summary>Number of compressed strips and tiles decoded so far.</summary>
    internal long DecodedBlocks => file.DecodedBlocks;

    /// <summary>Number of decoded strips and tiles that went to the scratch file so far.</summary>
    internal long ScratchedBlocks => file.ScratchedBlocks;

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
    public static TiffImage Open(string path, string? axes = null, long cacheBytes = 64L << 20) =>
        new(TiffFile.OpenStrictly(path, new ImageFileOptions { Axes = axes, CacheBytes = cacheBytes }));

    /// <inheritdoc/>
    /// <remarks>Reads and decodes on the calling thread, so that a writer's workers share the work. The returned task is complete.</remarks>
    /// <exception cref="TiffFormatException">A strip or tile of the region is damaged or missing.</exception>
    /// <exception cref="ArgumentException">The region lies outside the image, or the destination has another size.</exception>
    public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken) => image.Pixels.ReadAsync(region, destination, cancellationToken);

    /// <summary>Closes the file and deletes what was kept of it on the disk.</summary>
    public void Dispose() => file.Dispose();
}
