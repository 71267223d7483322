using System.Globalization;
using OmeZarr.Files;
using OmeZarr.Tiff.OmeXml;

namespace OmeZarr.Tiff.OmeTiff;

/// <summary>The plate of a document, and the fields that its images are.</summary>
internal sealed class OmeWells
{
    // Far more than any plate has; larger numbers are damage.
    private const int MostRows = 10_000;

    private readonly Dictionary<string, WellSampleElement> samples = [];

    private OmeWells(PlateElement plate)
    {
        foreach (var sample in plate.Samples.Where(sample => sample is { Image: not null, Row: < MostRows, Column: < MostRows }))
        {
            samples.TryAdd(sample.Image!, sample);
        }

        Plate = new FilePlate { Name = plate.Name, Rows = Length(plate.Rows, sample => sample.Row), Columns = Length(plate.Columns, sample => sample.Column) };
    }

    private OmeWells()
    {
    }

    /// <summary>The plate; null if the document has none with images.</summary>
    public FilePlate? Plate { get; }

    /// <summary>The first plate with images.</summary>
    public static OmeWells Of(OmeElement document, List<FileFinding> findings)
    {
        PlateElement[] plates = [.. document.Plates.Where(plate => plate.Samples.Any(sample => sample.Image is not null))];
        if (plates.Length > 1)
        {
            findings.Add(new FileFinding(FileFindingKind.LeftOut, $"the OME-XML has {plates.Length} plates; only the wells of the first are read, the images of the others have none"));
        }

        return plates.Length > 0 ? new OmeWells(plates[0]) : new OmeWells();
    }

    /// <summary>The field that an image is; null if it is none.</summary>
    public WellSampleElement? FieldOf(ImageElement image) => image.Id is { } id ? samples.GetValueOrDefault(id) : null;

    /// <summary>The names of a field: letters for the row and numbers for the column, whatever the plate calls them.</summary>
    public static FileWell ToWell(WellSampleElement sample) => new(Letters(sample.Row + 1), Number(sample.Column + 1), Number(sample.Field));

    // Some writers state fewer than they use.
    private int? Length(int? stated, Func<WellSampleElement, int> number) => stated is { } least && samples.Count > 0 ? Math.Max(least, samples.Values.Max(number) + 1) : stated;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Letters(int number) => number <= 0 ? string.Empty : Letters((number - 1) / 26) + (char)('A' + ((number - 1) % 26));
}
