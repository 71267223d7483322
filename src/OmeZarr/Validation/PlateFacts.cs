using OmeZarr.Rules.Hierarchy;
using OmeZarr.V05;

namespace OmeZarr.Validating;

/// <summary>What is known about a plate, and what its wells say. Thread-safe.</summary>
/// <param name="plate">The metadata.</param>
/// <param name="at">Location of the metadata in the document, with a dot behind it.</param>
/// <param name="path">Path of the plate.</param>
internal sealed class PlateFacts(PlateDef plate, string at, string path)
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<int, int> wellsByFields = [];
    private readonly Dictionary<long, int> mostByAcquisition = [];
    private readonly HashSet<string> fields = [];

    /// <summary>The list of images in the group OME; null if there is none.</summary>
    public ValueList<string>? Series { get; set; }

    /// <summary>Whether the plate may have a list of images, so that its fields are remembered.</summary>
    public required bool HasSeries { get; init; }

    public bool HasAcquisition(long id) => plate.Acquisitions?.Any(acquisition => acquisition.Id == id) == true;

    public bool HasSeveralAcquisitions => plate.Acquisitions?.Count > 1;

    public bool HasAcquisitions => plate.Acquisitions?.Count > 0;

    /// <summary>Notes the fields of a well.</summary>
    public void Note(string wellPath, WellDef well)
    {
        var relative = path.Length == 0 ? wellPath : wellPath[(path.Length + 1)..];
        lock (gate)
        {
            wellsByFields[well.Images.Count] = wellsByFields.GetValueOrDefault(well.Images.Count) + 1;
            foreach (var (id, images) in well.Images.Where(image => image.Acquisition is not null).CountBy(image => image.Acquisition!.Value))
            {
                mostByAcquisition[id] = Math.Max(images, mostByAcquisition.GetValueOrDefault(id));
            }

            if (HasSeries)
            {
                fields.UnionWith(well.Images.Select(image => $"{relative}/{image.Path}"));
            }
        }
    }

    /// <summary>Reports what all wells together show.</summary>
    public void Report(NodeLog log)
    {
        if (wellsByFields.Count == 0)
        {
            return;
        }

        var most = wellsByFields.Keys.Last();
        var expected = Math.Max(most, plate.FieldCount ?? 0);
        if (plate.FieldCount is > 0 && plate.FieldCount != most)
        {
            log.Report(PlateNodeRules.FieldCount, $"{at}plate.field_count", $"is {plate.FieldCount}, but the largest number of fields of a well is {most}");
        }

        var fewer = wellsByFields.Where(wells => wells.Key < expected).Sum(wells => wells.Value);
        if (fewer > 0 && wellsByFields.Count > 1)
        {
            var all = wellsByFields.Values.Sum();
            log.Report(PlateNodeRules.FieldsFewer, $"{fewer} of {all} wells have fewer than {expected} fields ({string.Join(", ", wellsByFields.Take(5).Select(wells => $"{wells.Value} × {wells.Key}"))})");
        }

        foreach (var (index, acquisition) in (plate.Acquisitions ?? []).Index())
        {
            if (acquisition.MaximumFieldCount is { } maximum && mostByAcquisition.GetValueOrDefault(acquisition.Id) is var found && found > maximum)
            {
                log.Report(PlateNodeRules.AcquisitionCount, $"{at}plate.acquisitions[{index}].maximumfieldcount", $"is {maximum}, but a well has {found} fields of this acquisition");
            }
        }

        ReportSeries(log);
    }

    private void ReportSeries(NodeLog log)
    {
        if (Series is not { } series)
        {
            return;
        }

        List<string> strange = [.. series.Where(image => !fields.Contains(image))];
        var left = fields.Count - (series.Count - strange.Count);
        if (strange.Count > 0 || left > 0)
        {
            var message = $"lists {strange.Count} paths that are no field of the plate{(strange.Count > 0 ? $" ({Listing.Of(strange, 3)})" : string.Empty)}, and leaves out {Math.Max(left, 0)} fields";
            log.ReportBelow(NodeVisit.Join(path, "OME"), CollectionRules.PlateSeries, $"{at}series", message);
        }
    }
}
