using OmeZarr.V05;

namespace OmeZarr.Planning;

/// <summary>The part of a plate's metadata that new wells change, beside the entries of these wells.</summary>
internal enum PlateChange
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The header: rows, columns, field count or acquisitions.</summary>
    Header,

    /// <summary>The header and the row or column indices of earlier wells.</summary>
    WellIndices,
}

/// <summary>The extent of a plate: the rows, columns, fields and acquisitions of its wells.</summary>
internal sealed class PlateExtent
{
    private readonly Line rows;
    private readonly Line columns;
    private readonly ValueList<Acquisition> known;
    private readonly SortedDictionary<long, int> acquisitions = [];
    private readonly bool countsFields;

    internal PlateExtent(PlatePlan plan)
    {
        var existing = plan.Existing?.Definition;
        rows = new Line(plan.FixedRows, [.. (existing?.Rows ?? []).Select(row => row.Name)], RowColumnNaming.Rows);
        columns = new Line(plan.FixedColumns, [.. (existing?.Columns ?? []).Select(column => column.Name)], RowColumnNaming.Columns);
        known = plan.KnownAcquisitions;
        countsFields = existing is null or { FieldCount: not null };
        FieldCount = countsFields ? existing?.FieldCount ?? 0 : null;
    }

    /// <summary>Names of the rows.</summary>
    internal IReadOnlyList<string> Rows => rows.Names;

    /// <summary>Names of the columns.</summary>
    internal IReadOnlyList<string> Columns => columns.Names;

    /// <summary>The largest number of fields of any well; null if the plate on disk has no field count.</summary>
    internal int? FieldCount { get; private set; }

    /// <summary>The known acquisitions, then those of the fields; null if there are none.</summary>
    internal ValueList<Acquisition>? Acquisitions
    {
        get
        {
            var found = acquisitions.Where(count => known.All(acquisition => acquisition.Id != count.Key)).Select(count => new Acquisition(count.Key) { MaximumFieldCount = count.Value });
            var all = known.Select(Counted).Concat(found);
            var isSorted = known.Select(acquisition => acquisition.Id).SequenceEqual(known.Select(acquisition => acquisition.Id).Order());
            ValueList<Acquisition> list = isSorted ? [.. all.OrderBy(acquisition => acquisition.Id)] : [.. all];
            return list.Count == 0 ? null : list;
        }
    }

    internal int RowIndex(string row) => rows.IndexOf(row);

    internal int ColumnIndex(string column) => columns.IndexOf(column);

    /// <summary>Adds wells.</summary>
    internal PlateChange Add(IReadOnlyList<WellPlan> wells)
    {
        var change = Max(rows.Add(wells.Select(well => well.Row)), columns.Add(wells.Select(well => well.Column)));
        return wells.Aggregate(change, (sum, well) => Max(sum, Count(well)));
    }

    private PlateChange Count(WellPlan well)
    {
        var change = countsFields && well.Fields.Count > FieldCount ? PlateChange.Header : PlateChange.None;
        FieldCount = change == PlateChange.None ? FieldCount : well.Fields.Count;
        foreach (var (id, count) in well.Fields.Where(field => field.Acquisition is not null).CountBy(field => field.Acquisition!.Value))
        {
            if (acquisitions.GetValueOrDefault(id) < count)
            {
                acquisitions[id] = count;
                change = PlateChange.Header;
            }
        }

        return change;
    }

    /// <summary>Updates the field count of an acquisition. An acquisition without a count stays without one, because its earlier fields were not counted.</summary>
    private Acquisition Counted(Acquisition acquisition) =>
        acquisition.MaximumFieldCount is { } before && acquisitions.TryGetValue(acquisition.Id, out var count) ? acquisition with { MaximumFieldCount = Math.Max(before, count) } : acquisition;

    private static PlateChange Max(PlateChange left, PlateChange right) => left > right ? left : right;

    /// <summary>The rows or the columns.</summary>
    /// <param name="given">Names that do not depend on the wells; null if they do.</param>
    /// <param name="existing">Names of the plate on disk.</param>
    /// <param name="fill">Fills gaps between names.</param>
    private sealed class Line(IReadOnlyList<string>? given, IReadOnlyList<string> existing, Func<IReadOnlyCollection<string>, IReadOnlyList<string>> fill)
    {
        private readonly HashSet<string> used = [.. existing];
        private Dictionary<string, int> indices = Indices(given ?? existing);

        public IReadOnlyList<string> Names { get; private set; } = given ?? existing;

        public int IndexOf(string name) => indices[name];

        public PlateChange Add(IEnumerable<string> names)
        {
            var before = used.Count;
            used.UnionWith(names);
            if (given is not null || used.Count == before)
            {
                return PlateChange.None;
            }

            var (old, filled) = (Names, RowColumnNaming.Fill(existing, used, fill));
            if (old.SequenceEqual(filled))
            {
                return PlateChange.None;
            }

            (Names, indices) = (filled, Indices(filled));
            return filled.Take(old.Count).SequenceEqual(old) ? PlateChange.Header : PlateChange.WellIndices;
        }

        private static Dictionary<string, int> Indices(IReadOnlyList<string> names) => names.Index().ToDictionary(name => name.Item, name => name.Index);
    }
}
