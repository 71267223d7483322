using OmeZarr.Files;

namespace OmeZarr.Cli.Inputs;

/// <summary>An input file: its images, opened on demand, and what it says beyond them.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">The kind of file.</param>
/// <param name="Images">The images, in the order of the file.</param>
/// <param name="Plate">The plate that it describes; null for none.</param>
/// <param name="Findings">What was not read or was guessed.</param>
/// <param name="OmeXml">Its OME-XML; null for none.</param>
internal sealed record InputFile(string Path, string Format, IReadOnlyList<InputImage> Images, FilePlate? Plate, IReadOnlyList<FileFinding> Findings, string? OmeXml)
{
    /// <summary>Opens a file and reads what it says, but no pixels.</summary>
    /// <param name="path">The file.</param>
    /// <param name="axes">The axes that the user gave; null to follow the file.</param>
    /// <param name="files">The open files.</param>
    /// <exception cref="IOException">The file is missing, damaged, or of no known kind.</exception>
    internal static InputFile Open(string path, string? axes, OpenFiles files)
    {
        using var open = files.Rent(path, axes);
        var file = open.File;
        return new InputFile(path, file.Format, [.. file.Images.Select((image, i) => ImageOf(path, axes, files, image, i))], file.Plate, file.Findings, file.OmeXml);
    }

    private static InputImage ImageOf(string path, string? axes, OpenFiles files, FileImage image, int number) =>
        new(path, new FilePixels(files, path, axes, number, 0, image.Pixels), image.Axes, image.PixelSizes, image.Channels)
        {
            Name = image.Name,
            Kind = image.Kind,
            Levels = [.. image.Levels.Select((level, i) => new FilePixels(files, path, axes, number, i + 1, level))],
            Position = image.Position,
            Well = image.Well,
        };
}
