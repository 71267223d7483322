using System.Text.Json.Nodes;
using OmeZarr.V05;
using Zarr.Metadata;

namespace OmeZarr.Planning;

/// <summary>The <c>zarr.json</c> of a plate to which wells are added one by one. Each well is rendered once, so a new well costs no more than writing the file.</summary>
/// <remarks>The document always equals a complete rendering of <see cref="ToPlate"/>.</remarks>
internal sealed class PlateDocument
{
    private readonly PlatePlan plan;
    private readonly JsonObject? extraAttributes;
    private readonly List<ListedWell> wells;
    private readonly HashSet<string> paths;
    private readonly PlateExtent extent;
    private readonly SplicedPlateJson json = new();
    private bool isTemplateStale = true;

    /// <param name="plan">The metadata that the caller gives, and the plate on disk if it exists.</param>
    /// <param name="extraAttributes">Attributes beside <c>ome</c>; null for none.</param>
    /// <exception cref="ArgumentException">The attributes contain <c>ome</c>, or something cannot be written as JSON.</exception>
    internal PlateDocument(PlatePlan plan, JsonObject? extraAttributes)
    {
        (this.plan, this.extraAttributes, extent) = (plan, extraAttributes, new PlateExtent(plan));
        GroupDocument.Of(plan.Define([], [], [], null, null), extraAttributes);
        var existing = plan.Existing?.Definition.Wells ?? [];
        wells = [.. existing.Select(well => List(well.Path)).OrderBy(well => well.Order)];
        paths = [.. existing.Select(well => well.Path)];
    }

    /// <summary>Adds wells, or counts the fields of wells that are already listed.</summary>
    internal void Add(IReadOnlyList<WellPlan> added)
    {
        var change = extent.Add(added);
        isTemplateStale |= change != PlateChange.None;
        List<string> fresh = [.. added.Select(well => well.Path).Where(paths.Add)];
        if (change == PlateChange.WellIndices)
        {
            List<string> all = [.. wells.Select(well => well.Place.Path), .. fresh];
            wells.Clear();
            wells.AddRange(all.Select(List).OrderBy(well => well.Order));
            return;
        }

        foreach (var well in fresh.Select(List))
        {
            var place = wells.BinarySearch(well);
            wells.Insert(~place, well);
        }
    }

    /// <summary>Whether a well is listed.</summary>
    internal bool Lists(string path) => paths.Contains(path);

    /// <summary>The metadata.</summary>
    internal Plate ToPlate() => Define([.. wells.Select(well => well.Place)]);

    /// <summary>The document as UTF-8; valid until the next call. Requires at least one well.</summary>
    internal ReadOnlyMemory<byte> ToUtf8()
    {
        if (isTemplateStale)
        {
            json.SetTemplate(GroupDocument.Of(plan.Existing?.Stored ?? new GroupMetadata(), Define([wells[0].Place]), extraAttributes));
            isTemplateStale = false;
        }

        return json.Splice(wells.Select(well => well.Text));
    }

    private Plate Define(ValueList<PlateWell> places) => plan.Define(extent.Rows, extent.Columns, places, extent.FieldCount, extent.Acquisitions);

    private ListedWell List(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var (place, order) = plan.Entry(path, extent.RowIndex(path[..slash]), extent.ColumnIndex(path[(slash + 1)..]));
        return new ListedWell(place, order, SplicedPlateJson.RenderWell(plan.Define([], [], [place], null, null)));
    }

    private sealed record ListedWell(PlateWell Place, (int First, int Second) Order, byte[] Text) : IComparable<ListedWell>
    {
        public int CompareTo(ListedWell? other) => Order.CompareTo(other!.Order);
    }
}
