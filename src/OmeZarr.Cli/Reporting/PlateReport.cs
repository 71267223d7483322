using System.Text.Json.Nodes;
using Zarr;

namespace OmeZarr.Cli.Reporting;

/// <summary>The size of a plate and the number of its wells and fields.</summary>
/// <param name="Plate">The plate.</param>
/// <param name="ReadableWells">The wells with readable metadata.</param>
/// <param name="Unreadable">The other wells.</param>
internal sealed record PlateReport(OmePlate Plate, IReadOnlyList<OmeWell> ReadableWells, IReadOnlyList<ImageReport> Unreadable)
{
    internal static async Task<PlateReport> CreateAsync(OmePlate plate, CancellationToken cancellationToken)
    {
        var (wells, unreadable) = (new List<OmeWell>(), new List<ImageReport>());
        foreach (var place in plate.Wells)
        {
            try
            {
                wells.Add(await plate.OpenWellAsync(place, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception error) when (error is ZarrException or OmeZarrException)
            {
                unreadable.Add(ImageReport.Broken(place.Path, error));
            }
        }

        return new PlateReport(plate, wells, unreadable);
    }

    /// <summary>Path of the first field of the first well with fields; null if there is none.</summary>
    internal string? FirstField => ReadableWells.Where(well => well.Fields.Count > 0).Select(well => $"{well.Group.Path.Value[Plate.Group.Path.Value.Length..].TrimStart('/')}/{well.Fields[0].Path}").FirstOrDefault();

    /// <summary>Names of the acquisitions, or their numbers.</summary>
    internal IEnumerable<string> Acquisitions => (Plate.Metadata.Definition.Acquisitions ?? []).Select(acquisition => acquisition.Name ?? $"{acquisition.Id}");

    private int Fields => ReadableWells.Sum(well => well.Fields.Count);

    internal JsonObject ToJson() => new()
    {
        ["rows"] = JsonOutput.List(Plate.Rows.Select(row => row.Name)),
        ["columns"] = JsonOutput.List(Plate.Columns.Select(column => column.Name)),
        ["wells"] = Plate.Wells.Count,
        ["unreadableWells"] = Unreadable.Count,
        ["fields"] = Fields,
        ["acquisitions"] = JsonOutput.List(Acquisitions),
    };

    /// <summary>One line.</summary>
    public override string ToString()
    {
        var parts = new List<string> { $"{Counted.Of(Plate.Rows.Count, "row")} x {Counted.Of(Plate.Columns.Count, "column")}", Counted.Of(Plate.Wells.Count, "well"), FieldsText() };
        parts.AddRange(Unreadable.Count > 0 ? [$"{Counted.Of(Unreadable.Count, "well")} cannot be read"] : []);
        return string.Join(" · ", parts);
    }

    private string FieldsText()
    {
        var counts = ReadableWells.Select(well => well.Fields.Count).DefaultIfEmpty().ToList();
        var (fewest, most) = (counts.Min(), counts.Max());
        return Counted.Of(Fields, "field") + (Plate.Wells.Count == 1 || most == 0 ? string.Empty : fewest == most ? $", {most} in each well" : $", {fewest} to {most} in a well");
    }
}
