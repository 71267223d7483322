using System.Text.Json.Nodes;
using OmeZarr.V05;

namespace OmeZarr.Planning;

/// <summary>
/// The <c>zarr.json</c> of a plate that grows well by well. What it says of a well is rendered once; a new well costs as much as writing the file.
/// </summary>
/// <remarks>It is always what <see cref="ToPlate"/> would give if it were rendered as a whole.</remarks>
internal sealed class PlateDocument
{
    private readonly PlatePlan plan;
    private readonly JsonObject? extraAttributes;
    private readonly List<ListedWell> wells = [];
    private readonly PlateSpread spread;
    private readonly PlateText text = new();
    private bool isTextStale = true;

    /// <param name="plan">What is given.</param>
    /// <param name="extraAttributes">Attributes beside <c>ome</c>; null for none.</param>
    /// <exception cref="ArgumentException">The attributes contain <c>ome</c>, or something cannot be written as JSON.</exception>
    internal PlateDocument(PlatePlan plan, JsonObject? extraAttributes)
    {
        (this.plan, this.extraAttributes, spread) = (plan, extraAttributes, new PlateSpread(plan));
        GroupAttributes.Of(plan.Define([], [], [], null, null).ToJson, extraAttributes);
    }

    /// <summary>Lists wells.</summary>
    internal void Add(IReadOnlyList<WellPlan> added)
    {
        var change = spread.Add(added);
        isTextStale |= change != PlateChange.None;
        if (change == PlateChange.Places)
        {
            List<WellPlan> all = [.. wells.Select(well => well.Plan), .. added];
            wells.Clear();
            wells.AddRange(all.Select(List).OrderBy(well => well.Order));
            return;
        }

        foreach (var well in added.Select(List))
        {
            var place = wells.BinarySearch(well);
            wells.Insert(~place, well);
        }
    }

    /// <summary>Takes wells off the list that were added but could not be stored; takes longer than adding.</summary>
    internal void Remove(IReadOnlyList<WellPlan> removed)
    {
        var paths = removed.Select(well => well.Path).ToHashSet();
        List<WellPlan> kept = [.. wells.Select(well => well.Plan).Where(well => !paths.Contains(well.Path))];
        wells.Clear();
        spread.Clear();
        Add(kept);
        isTextStale = true;
    }

    /// <summary>The metadata.</summary>
    internal Plate ToPlate() => Define([.. wells.Select(well => well.Place)]);

    /// <summary>The file; valid until the next call. At least one well is listed.</summary>
    internal ReadOnlyMemory<byte> ToUtf8()
    {
        if (isTextStale)
        {
            text.Surround(GroupAttributes.Of(Define([wells[0].Place]).ToJson, extraAttributes));
            isTextStale = false;
        }

        return text.With(wells.Select(well => well.Text));
    }

    private Plate Define(ValueList<PlateWell> places) => plan.Define(spread.Rows, spread.Columns, places, spread.FieldCount, spread.Acquisitions);

    private ListedWell List(WellPlan well)
    {
        var (place, order) = plan.Entry(well, spread.RowIndex(well.Row), spread.ColumnIndex(well.Column));
        return new ListedWell(well, place, order, PlateText.Entry(plan.Define([], [], [place], null, null)));
    }

    private sealed record ListedWell(WellPlan Plan, PlateWell Place, (int First, int Second) Order, byte[] Text) : IComparable<ListedWell>
    {
        public int CompareTo(ListedWell? other) => Order.CompareTo(other!.Order);
    }
}
