using OmeZarr.Tiff;
using Zarr;

namespace OmeZarr.Cli.Inputs;

/// <summary>A TIFF file. Its header is read once; its pixels are read on demand.</summary>
internal sealed class TiffFile : IArraySource
{
    private readonly OpenFiles files;

    private TiffFile(string path, string? axes, OpenFiles files)
    {
        (Path, GivenAxes, this.files) = (path, axes, files);
        (Shape, DataType, Axes, PixelSizes, ChannelNames) = files.Use(this, image => (image.Shape, image.DataType, image.AxisNames, image.PixelSizes, image.ChannelNames));
    }

    internal string Path { get; }

    /// <summary>The axes that the user gave; null to follow the file.</summary>
    internal string? GivenAxes { get; }

    public Shape Shape { get; }

    public DataType DataType { get; }

    /// <summary>One letter for each axis, in the order of OME-Zarr.</summary>
    internal string Axes { get; }

    internal IReadOnlyList<PhysicalSize?> PixelSizes { get; }

    internal IReadOnlyList<string>? ChannelNames { get; }

    /// <exception cref="IOException">The file is missing or is not a TIFF that can be read.</exception>
    internal static TiffFile Open(string path, string? axes, OpenFiles files) => new(path, axes, files);

    /// <exception cref="IOException">The file is damaged, or cannot be read, or has changed since it was opened first.</exception>
    public async ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        try
        {
            await files.UseAsync(this, image => RequireSame(image).ReadAsync(region, destination, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or (IOException and not (TiffFormatException or InputFileException)))
        {
            throw new InputFileException($"{Path}: cannot be read: {(error is FileNotFoundException ? "it is no longer there" : error.Message)}", error);
        }
    }

    private TiffImage RequireSame(TiffImage image) => image.Shape == Shape && image.DataType == DataType && image.AxisNames == Axes
        ? image
        : throw new InputFileException($"{Path}: was changed while it was converted; convert again when nothing writes to it any more");
}
