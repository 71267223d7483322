using OmeZarr.Files;
using OmeZarr.OmeXml;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.OmeXml;

namespace OmeZarr.Tiff.OmeTiff;

/// <summary>Reads all images of a document.</summary>
/// <param name="source">The document.</param>
/// <param name="path">The opened file.</param>
/// <param name="files">The files of the set.</param>
/// <param name="options">What the user knows better.</param>
internal sealed class OmeSetReader(OmeSource source, string path, OmeFiles files, ImageFileOptions options)
{
    private const int MostNames = 3;

    private readonly List<FileFinding> findings = [];
    private readonly List<(int Number, TiffSeries Series)> read = [];
    private readonly List<string> absent = [];
    private TiffFormatException? firstError;

    private IReadOnlyList<ImageElement> Images => source.Document.Images;

    /// <exception cref="TiffFormatException">No image can be read.</exception>
    /// <exception cref="ArgumentException">The user's axes do not fit.</exception>
    public TiffMeaning Read()
    {
        AddMissingFiles();
        var wells = OmeWells.Of(source.Document, findings);
        foreach (var (number, image) in Images.Index())
        {
            ReadImage(number, image, wells);
        }

        RequireImages(wells);
        AddLeftOut();
        return new TiffMeaning
        {
            Format = "OME-TIFF",
            Series = [.. read.Select(image => image.Series)],
            Plate = read.Any(image => image.Series.Well is not null) ? wells.Plate : null,
            OtherFiles = [.. files.All.Select(file => file.Path).Append(source.Path).Where(file => file != path).Distinct()],
            Findings = findings,
            OmeXml = OmeXml(),
        };
    }

    private string? OmeXml()
    {
        if (!source.Document.IsOfSchema)
        {
            findings.Add(new FileFinding(FileFindingKind.LeftOut, "the OME-XML is in a namespace of its own, so it is not kept as a whole"));
            return null;
        }

        return read.Count == Images.Count ? source.Text : OmeXmlSubset.Of(source.Text, [.. read.Select(image => image.Number)]);
    }

    private void ReadImage(int number, ImageElement image, OmeWells wells)
    {
        var what = image.Describe(number);
        try
        {
            if (image.Pixels is not { } pixels)
            {
                findings.Add(new FileFinding(FileFindingKind.LeftOut, $"{what} has no pixels"));
            }
            else if (new OmePlaneFinder(files, pixels, what, findings).Find() is { } planes)
            {
                read.Add((number, OmeSeries.Of(path, image, what, planes, wells.FieldOf(image), options, findings)));
                AddOther(image, what);
            }
            else
            {
                absent.Add(what);
            }
        }
        catch (TiffFormatException error)
        {
            firstError ??= error;
            findings.Add(new FileFinding(FileFindingKind.LeftOut, $"{what} is not read: {error.Message}"));
        }
    }

    private void AddOther(ImageElement image, string what)
    {
        if (image.OtherPixels > 0)
        {
            findings.Add(new FileFinding(FileFindingKind.LeftOut, $"{what} has {image.OtherPixels + 1} sets of pixels; one of them is read"));
        }
    }

    private void RequireImages(OmeWells wells)
    {
        if (read.Count == 0 && firstError is null)
        {
            ReadInOrder(wells);
        }

        if (read.Count == 0)
        {
            throw firstError ?? new TiffFormatException(path, NothingFound());
        }

        if (absent.Count > 0)
        {
            findings.Add(new FileFinding(FileFindingKind.Missing, $"{absent.Count} of the {Images.Count} images of the OME-XML are not in the files that are here, the first is {absent[0]}"));
        }
    }

    /// <summary>Programs that join the files of a set keep the document with the old names. Then the file has as many pages as the document has planes.</summary>
    private void ReadInOrder(OmeWells wells)
    {
        if (files.Home is not { } home)
        {
            return;
        }

        var images = Images.Select(image => image with { Pixels = image.Pixels is null ? null : image.Pixels with { TiffData = [] } }).ToArray();
        var (found, notes) = (findings.ToArray(), absent.ToArray());
        absent.Clear();
        foreach (var (number, image) in images.Index())
        {
            ReadImage(number, image, wells);
        }

        var isWhole = firstError is null && absent.Count == 0 && home.NextInOrder == home.Count && !findings.Skip(found.Length).Any(finding => finding.Kind == FileFindingKind.Missing);
        if (isWhole)
        {
            findings.Add(new FileFinding(FileFindingKind.Guessed, "the OME-XML names other files, but this one has as many pages as there are planes; its pages were taken in their order"));
            return;
        }

        (firstError, home.NextInOrder) = (null, 0);
        read.Clear();
        findings.Clear();
        findings.AddRange(found);
        absent.Clear();
        absent.AddRange(notes);
    }

    private string NothingFound() =>
        Images.Any(image => image.Pixels is { HasBinData: true }) ? "its OME-XML holds the pixels itself (BinData), which is not supported; convert it to OME-TIFF with bfconvert of Bio-Formats"
        : MissingNames() is { Length: > 0 } names ? $"none of the pages that its OME-XML describes is here; it names {names}; put the files together, or name the axes with --axes"
        : files.All.Count == 0 ? "its OME-XML names no TIFF file with the pixels; open the TIFF file itself"
        : "its OME-XML describes pages that the file does not have; name the axes with --axes to ignore it";

    private string MissingNames()
    {
        string[] names = [.. MissingFiles()];
        return string.Join(", ", names.Take(MostNames)) + (names.Length > MostNames ? $" and {names.Length - MostNames} more" : string.Empty);
    }

    private IEnumerable<string> MissingFiles() => Images.Where(image => image.Pixels is not null).SelectMany(image => image.Pixels!.TiffData)
        .Where(data => files.Of(data) is null).Select(data => data.FileName ?? data.Uuid ?? "files without a name").Distinct();

    private void AddMissingFiles()
    {
        if (MissingNames() is { Length: > 0 } names)
        {
            findings.Add(new FileFinding(FileFindingKind.Missing, $"the OME-XML names files that are not here: {names}"));
        }
    }

    private void AddLeftOut()
    {
        foreach (var file in files.All)
        {
            var unused = file.Unused.Take(MostNames + 1).ToArray();
            if (unused.Length > 0)
            {
                findings.Add(new FileFinding(
                    FileFindingKind.LeftOut,
                    $"{Path.GetFileName(file.Path)}: {file.Unused.Count()} of its {file.Count} pages belong to no image of the OME-XML, the first is page {unused[0]}"));
            }
        }

        if (source.Document.Modulo is { Length: > 0 } modulo)
        {
            findings.Add(new FileFinding(FileFindingKind.LeftOut, $"the OME-XML splits the axis {string.Join(" and ", modulo.Select(letter => letter))} in two (ModuloAlong), which is not done here"));
        }
    }
}
