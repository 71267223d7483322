using OmeZarr.Tiff;
using Zarr;

namespace OmeZarr.Cli.Inputs;

/// <summary>A TIFF file. Its header is read once; its pixels are read on demand.</summary>
internal sealed class TiffFile : IArraySource
{
    private readonly OpenFiles files;
    private readonly string path;
    private readonly string? givenAxes;

    private TiffFile(string path, string? axes, OpenFiles files)
    {
        (this.path, givenAxes, this.files) = (path, axes, files);
        using var open = files.Rent(path, axes);
        (Shape, DataType, Axes, PixelSizes, ChannelNames) = (open.Image.Shape, open.Image.DataType, open.Image.AxisNames, open.Image.PixelSizes, open.Image.ChannelNames);
    }

    public Shape Shape { get; }

    public DataType DataType { get; }

    /// <summary>One letter for each axis, in the order of OME-Zarr.</summary>
    internal string Axes { get; }

    internal IReadOnlyList<PhysicalSize?> PixelSizes { get; }

    internal IReadOnlyList<string>? ChannelNames { get; }

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="axes">The axes that the user gave; null to follow the file.</param>
    /// <param name="files">The open files.</param>
    /// <exception cref="IOException">The file is missing or is not a TIFF that can be read.</exception>
    internal static TiffFile Open(string path, string? axes, OpenFiles files) => new(path, axes, files);

    /// <exception cref="IOException">The file is damaged, or cannot be read, or has changed since it was opened first.</exception>
    public async ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        try
        {
            using var open = files.Rent(path, givenAxes);
            await RequireSame(open.Image).ReadAsync(region, destination, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or (IOException and not (TiffFormatException or InputFileException)))
        {
            throw new InputFileException($"{path}: cannot be read: {(error is FileNotFoundException ? "it is no longer there" : error.Message)}", error);
        }
    }

    private TiffImage RequireSame(TiffImage image) => image.Shape == Shape && image.DataType == DataType && image.AxisNames == Axes
        ? image
        : throw new InputFileException($"{path}: was changed while it was converted; convert again when nothing writes to it any more");
}
