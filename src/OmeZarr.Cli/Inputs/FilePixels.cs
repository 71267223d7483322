using OmeZarr.Files;
using Zarr;

namespace OmeZarr.Cli.Inputs;

/// <summary>The pixels of one image of a file. The file is opened again when they are read.</summary>
/// <param name="files">The open files.</param>
/// <param name="path">The file.</param>
/// <param name="axes">The axes that the user gave; null to follow the file.</param>
/// <param name="image">Number of the image in the file.</param>
/// <param name="level">0 for full resolution, otherwise the number of the smaller copy in the file.</param>
/// <param name="pixels">The pixels as they were found when the file was opened first.</param>
internal sealed class FilePixels(OpenFiles files, string path, string? axes, int image, int level, IArraySource pixels) : IArraySource
{
    public Shape Shape { get; } = pixels.Shape;

    public DataType DataType { get; } = pixels.DataType;

    /// <exception cref="IOException">The file is damaged, or cannot be read, or has changed since it was opened first.</exception>
    public async ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        try
        {
            using var open = files.Rent(path, axes);
            await Find(open.File).ReadAsync(region, destination, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or (IOException and not (ImageFileException or InputFileException)))
        {
            throw new InputFileException($"{path}: cannot be read: {(error is FileNotFoundException ? "it is no longer there" : error.Message)}", error);
        }
    }

    private IArraySource Find(IImageFile file)
    {
        var found = image >= file.Images.Count ? null : level == 0 ? file.Images[image].Pixels : file.Images[image].Levels.ElementAtOrDefault(level - 1);
        return found is not null && found.Shape == Shape && found.DataType == DataType
            ? found
            : throw new InputFileException($"{path}: was changed while it was converted; convert again when nothing writes to it any more");
    }
}
