using OmeZarr.V05;

namespace OmeZarr.Planning;

/// <summary>What new wells change in the rest of a plate's metadata.</summary>
internal enum PlateChange
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Rows, columns, the number of fields or acquisitions.</summary>
    Surroundings,

    /// <summary>Also the indices of wells that were there before.</summary>
    Places,
}

/// <summary>How far the wells of a plate spread: over which rows, columns, fields and acquisitions.</summary>
internal sealed class PlateSpread(PlatePlan plan)
{
    private readonly Line rows = new(plan.FixedRows, PlateLines.Rows);
    private readonly Line columns = new(plan.FixedColumns, PlateLines.Columns);
    private readonly SortedDictionary<long, int> acquisitions = [];

    /// <summary>Names of the rows.</summary>
    internal IReadOnlyList<string> Rows => rows.Names;

    /// <summary>Names of the columns.</summary>
    internal IReadOnlyList<string> Columns => columns.Names;

    /// <summary>The largest number of fields of any well.</summary>
    internal int FieldCount { get; private set; }

    /// <summary>The acquisitions of the fields; null if there are none.</summary>
    internal ValueList<Acquisition>? Acquisitions => acquisitions.Count == 0
        ? null
        : [.. acquisitions.Select(found => new Acquisition(found.Key) { MaximumFieldCount = found.Value })];

    internal int RowIndex(string row) => rows.IndexOf(row);

    internal int ColumnIndex(string column) => columns.IndexOf(column);

    /// <summary>Takes wells into account.</summary>
    internal PlateChange Add(IReadOnlyList<WellPlan> wells)
    {
        var change = Max(rows.Add(wells.Select(well => well.Row)), columns.Add(wells.Select(well => well.Column)));
        return wells.Aggregate(change, (sum, well) => Max(sum, Count(well)));
    }

    internal void Clear()
    {
        rows.Clear();
        columns.Clear();
        acquisitions.Clear();
        FieldCount = 0;
    }

    private PlateChange Count(WellPlan well)
    {
        var change = well.Fields.Count > FieldCount ? PlateChange.Surroundings : PlateChange.None;
        FieldCount = Math.Max(FieldCount, well.Fields.Count);
        foreach (var (id, count) in well.Fields.Where(field => field.Acquisition is not null).CountBy(field => field.Acquisition!.Value))
        {
            if (acquisitions.GetValueOrDefault(id) < count)
            {
                acquisitions[id] = count;
                change = PlateChange.Surroundings;
            }
        }

        return change;
    }

    private static PlateChange Max(PlateChange left, PlateChange right) => left > right ? left : right;

    /// <summary>The rows or the columns.</summary>
    private sealed class Line(IReadOnlyList<string>? given, Func<IReadOnlyCollection<string>, IReadOnlyList<string>> fill)
    {
        private readonly HashSet<string> used = [];
        private Dictionary<string, int> indices = Indices(given ?? []);

        public IReadOnlyList<string> Names { get; private set; } = given ?? [];

        public int IndexOf(string name) => indices[name];

        public PlateChange Add(IEnumerable<string> names)
        {
            var before = used.Count;
            used.UnionWith(names);
            if (given is not null || used.Count == before)
            {
                return PlateChange.None;
            }

            var (old, filled) = (Names, fill(used));
            if (old.SequenceEqual(filled))
            {
                return PlateChange.None;
            }

            (Names, indices) = (filled, Indices(filled));
            return filled.Take(old.Count).SequenceEqual(old) ? PlateChange.Surroundings : PlateChange.Places;
        }

        public void Clear()
        {
            used.Clear();
            (Names, indices) = (given ?? [], Indices(given ?? []));
        }

        private static Dictionary<string, int> Indices(IReadOnlyList<string> names) => names.Index().ToDictionary(name => name.Item, name => name.Index);
    }
}
