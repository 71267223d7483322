using OmeZarr.Files;
using Zarr;

namespace OmeZarr.Cli.Inputs;

/// <summary>An input file: its images, opened on demand, and what it says beyond them.</summary>
/// <param name="Path">The file.</param>
/// <param name="Images">The images, in the order of the file.</param>
/// <param name="Plate">The plate that it describes; null for none.</param>
internal sealed record InputFile(string Path, IReadOnlyList<InputImage> Images, FilePlate? Plate)
{
    private const int MostListed = 20;

    /// <summary>The images of the specimen: not labels of slides, overviews and thumbnails.</summary>
    internal IReadOnlyList<InputImage> MainImages => [.. Images.Where(image => image.Kind == FileImageKind.Image)];

    /// <summary>Opens a file and reads what it says, but no pixels.</summary>
    /// <param name="path">The file.</param>
    /// <param name="axes">The axes that the user gave; null to follow the file.</param>
    /// <param name="files">The open files.</param>
    /// <exception cref="IOException">The file is missing, damaged, or of no known kind.</exception>
    internal static InputFile Open(string path, string? axes, OpenFiles files)
    {
        using var open = files.Rent(path, axes);
        var file = open.File;
        IReadOnlyList<InputFinding> findings = [.. file.Findings.Select(finding => new InputFinding(path, finding.Kind, finding.Message))];
        return new InputFile(path, [.. file.Images.Select((image, i) => ImageOf(path, axes, files, image, i) with { Findings = findings, OmeXml = file.OmeXml })], file.Plate);
    }

    /// <summary>The image with a number.</summary>
    /// <exception cref="UsageException">There are fewer images.</exception>
    internal InputImage Image(int number) => number < Images.Count
        ? Images[number]
        : throw new UsageException($"--series {number}: {Path} has {Counted.Of(Images.Count, "image")}, counted from 0:{Listing}");

    /// <summary>The only image of the specimen. Labels of slides and overviews beside it are left out, and a finding says so.</summary>
    /// <exception cref="UsageException">There are several.</exception>
    internal InputImage Only()
    {
        if (MainImages is [] or [_])
        {
            var image = MainImages.Count == 1 ? MainImages[0] : Images[0];
            return image with { Findings = [.. image.Findings, .. LeftOut(image)] };
        }

        throw new UsageException($"{Path} holds {MainImages.Count} images; choose one with --series N, or convert this file alone to make a collection of all:{Listing}");
    }

    /// <summary>Findings that images beside the chosen ones are left out. Thumbnails show nothing new, so they are not named.</summary>
    internal IEnumerable<InputFinding> LeftOut(params InputImage[] chosen) =>
        from image in Images.Except(chosen)
        where image.Kind is FileImageKind.SlideLabel or FileImageKind.Macro
        select new InputFinding(Path, FileFindingKind.LeftOut, $"the {(image.Kind == FileImageKind.SlideLabel ? "label" : "overview")} of the slide ({image.Pixels.Shape}) is left out; --series keeps it in a collection");

    private string Listing => string.Concat(Images.Take(MostListed).Select((image, i) => $"{Environment.NewLine}  {i}  {image.Description}{(image.Name is { } name ? "  " + name : string.Empty)}"))
        + (Images.Count > MostListed ? $"{Environment.NewLine}  and {Images.Count - MostListed} more" : string.Empty);

    private static InputImage ImageOf(string path, string? axes, OpenFiles files, FileImage image, int number) =>
        new(path, new FilePixels(files, path, axes, number, 0, image.Pixels), image.Axes, image.PixelSizes, image.Channels)
        {
            Name = image.Name,
            Number = number,
            Kind = image.Kind,
            Levels = [.. image.Levels.Select((level, i) => new FilePixels(files, path, axes, number, i + 1, level))],
            Well = image.Well,
            Origin = OriginOf(image),
        };

    /// <summary>The position of the first pixel along each axis, in the unit of the axis. An axis has 0 if the file gives no position, or gives it in a unit that cannot be converted. Empty if all are 0.</summary>
    private static double[] OriginOf(FileImage image)
    {
        double[] origin = [.. image.Position.Select((position, axis) => position is { } place && image.PixelSizes[axis] is { } size ? PlaceIn(size.Unit, place) : 0)];
        return origin.Any(place => place != 0) ? origin : [];
    }

    private static double PlaceIn(string? unit, FilePosition place) =>
        unit == place.Unit ? place.Value
        : UnitNames.PerMicrometer(unit) is { } wanted && UnitNames.PerMicrometer(place.Unit) is { } given ? place.Value / given * wanted
        : 0;
}
