using System.Text.Json.Nodes;
using OmeZarr.V05;
using Zarr.Metadata;

namespace OmeZarr.Planning;

/// <summary>
/// The <c>zarr.json</c> of a plate that grows well by well. What it says of a well is rendered once; a new well costs as much as writing the file.
/// </summary>
/// <remarks>It is always what <see cref="ToPlate"/> would give if it were rendered as a whole.</remarks>
internal sealed class PlateDocument
{
    private readonly PlatePlan plan;
    private readonly JsonObject? extraAttributes;
    private readonly List<ListedWell> wells;
    private readonly HashSet<string> paths;
    private readonly PlateSpread spread;
    private readonly PlateText text = new();
    private bool isTextStale = true;

    /// <param name="plan">The metadata that the caller gives, and the plate on disk, if there is one.</param>
    /// <param name="extraAttributes">Attributes beside <c>ome</c>; null for none.</param>
    /// <exception cref="ArgumentException">The attributes contain <c>ome</c>, or something cannot be written as JSON.</exception>
    internal PlateDocument(PlatePlan plan, JsonObject? extraAttributes)
    {
        (this.plan, this.extraAttributes, spread) = (plan, extraAttributes, new PlateSpread(plan));
        GroupAttributes.Of(plan.Define([], [], [], null, null).ToJson, extraAttributes);
        var existing = plan.Existing?.Definition.Wells ?? [];
        wells = [.. existing.Select(well => List(well.Path)).OrderBy(well => well.Order)];
        paths = [.. existing.Select(well => well.Path)];
    }

    /// <summary>Lists wells, or counts the fields of wells that are listed already.</summary>
    internal void Add(IReadOnlyList<WellPlan> added)
    {
        var change = spread.Add(added);
        isTextStale |= change != PlateChange.None;
        List<string> fresh = [.. added.Select(well => well.Path).Where(paths.Add)];
        if (change == PlateChange.Places)
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

    /// <summary>The file; valid until the next call. At least one well is listed.</summary>
    internal ReadOnlyMemory<byte> ToUtf8()
    {
        if (isTextStale)
        {
            text.Surround(Group(Define([wells[0].Place])));
            isTextStale = false;
        }

        return text.With(wells.Select(well => well.Text));
    }

    private GroupMetadata Group(Plate plate) => plan.Existing is { } existing
        ? existing.Stored with { Attributes = StoredAttributes.With(existing.Stored, plate.ToJson, extraAttributes) }
        : new GroupMetadata { Attributes = GroupAttributes.Of(plate.ToJson, extraAttributes) };

    private Plate Define(ValueList<PlateWell> places) => plan.Define(spread.Rows, spread.Columns, places, spread.FieldCount, spread.Acquisitions);

    private ListedWell List(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var (place, order) = plan.Entry(path, spread.RowIndex(path[..slash]), spread.ColumnIndex(path[(slash + 1)..]));
        return new ListedWell(place, order, PlateText.Entry(plan.Define([], [], [place], null, null)));
    }

    private sealed record ListedWell(PlateWell Place, (int First, int Second) Order, byte[] Text) : IComparable<ListedWell>
    {
        public int CompareTo(ListedWell? other) => Order.CompareTo(other!.Order);
    }
}
