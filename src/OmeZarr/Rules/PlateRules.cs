using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Rules;

/// <summary>Rules about the object <c>plate</c>.</summary>
internal static class PlateRules
{
    // The path of a well is only a warning in 0.4: in the valid cases of its published suite the column comes first.
    public static IReadOnlyList<Rule<PlateDef>> All { get; } =
    [
        new("plate-columns-empty", Severity.Error, "9.6 (48)", "There is at least one column.",
            p => RuleHelpers.NotEmpty(p.Columns.Count, ".columns")),
        new("plate-column-name", Severity.Error, "9.6 (48)", "The name of a column is made of ASCII letters and digits.",
            p => Alphanumeric(p.Columns.Select(c => c.Name), ".columns")),
        new("plate-columns-unique", Severity.Error, "9.6 (48)", "No two columns have the same name.",
            p => RuleHelpers.UniqueKeys(p.Columns.Select(c => c.Name), ".columns", ".name")),
        new("plate-columns-case", Severity.Warning, "9.6 (48)", "No two columns have names that differ only in case.",
            p => CaseOnly(p.Columns.Select(c => c.Name), ".columns")),
        new("plate-names-risky", Severity.Warning, "this library", "Names of rows and columns work on every file system.",
            p => Devices(p.Rows.Select(r => r.Name), ".rows").Concat(Devices(p.Columns.Select(c => c.Name), ".columns"))),
        new("plate-rows-empty", Severity.Error, "9.6 (48)", "There is at least one row.", p => RuleHelpers.NotEmpty(p.Rows.Count, ".rows")),
        new("plate-row-name", Severity.Error, "9.6 (48)", "The name of a row is made of ASCII letters and digits.",
            p => Alphanumeric(p.Rows.Select(r => r.Name), ".rows")),
        new("plate-rows-unique", Severity.Error, "9.6 (48)", "No two rows have the same name.",
            p => RuleHelpers.UniqueKeys(p.Rows.Select(r => r.Name), ".rows", ".name")),
        new("plate-rows-case", Severity.Warning, "9.6 (48)", "No two rows have names that differ only in case.",
            p => CaseOnly(p.Rows.Select(r => r.Name), ".rows")),
        new("plate-wells-empty", Severity.Error, "9.6 (49)", "There is at least one well.", p => RuleHelpers.NotEmpty(p.Wells.Count, ".wells")),
        new("plate-wells-unique", Severity.Error, "9.6 (49)", "No well is listed twice.",
            p => RuleHelpers.UniqueKeys(p.Wells.Select(w => w.Path), ".wells", ".path")),
        new("plate-well-row", Severity.Error, "9.6 (49)", "The row index of a well is that of a row.",
            p => Index(p.Wells.Select(w => w.RowIndex), p.Rows.Count, ".rowIndex", "row")),
        new("plate-well-column", Severity.Error, "9.6 (49)", "The column index of a well is that of a column.",
            p => Index(p.Wells.Select(w => w.ColumnIndex), p.Columns.Count, ".columnIndex", "column")),
        new("plate-well-path", Severity.Error, "9.6 (50)", "The path of a well is the name of its row, a slash and the name of its column.",
            WellPath) { SeverityIn04 = Severity.Warning },
        new("plate-field-count", Severity.Error, "9.6 (52)", "The number of fields is above 0.",
            p => RuleHelpers.When(p.FieldCount <= 0, ".field_count", $"must be above 0; found {p.FieldCount}")),
        new("plate-name", Severity.Warning, "9.6 (52)", "A plate has a name.",
            p => RuleHelpers.When(p.Name is null, ".name", "is recommended but missing")) { OnlyStrict = true },
        new("acquisitions-unique", Severity.Error, "9.6 (53)", "No two acquisitions have the same id.",
            p => RuleHelpers.UniqueKeys((p.Acquisitions ?? []).Select(a => a.Id), ".acquisitions", ".id")),
    ];

    public static IReadOnlyList<Rule<Acquisition>> OfAcquisition { get; } =
    [
        new("acquisition-id", Severity.Error, "9.6 (53)", "The id of an acquisition is 0 or above.", a => NotNegative(a.Id, ".id")),
        new("acquisition-name", Severity.Warning, "9.6 (53)", "An acquisition has a name.",
            a => RuleHelpers.When(a.Name is null, ".name", "is recommended but missing")) { OnlyStrict = true },
        new("acquisition-field-count", Severity.Error, "9.6 (53)", "The number of fields of an acquisition is above 0.", FieldCount),
        new("acquisition-field-count-missing", Severity.Warning, "9.6 (53)", "An acquisition has its number of fields.",
            a => RuleHelpers.When(a.MaximumFieldCount is null, ".maximumfieldcount", "is recommended but missing")) { OnlyStrict = true },
        new("acquisition-time", Severity.Error, "9.6 (53), schema", "Times of an acquisition are 0 or above.",
            a => NotNegative(a.StartTime, ".starttime").Concat(NotNegative(a.EndTime, ".endtime"))),
        new("acquisition-time-order", Severity.Warning, "this library", "An acquisition does not end before it begins.",
            a => RuleHelpers.When(a.StartTime > a.EndTime, ".endtime", "lies before starttime")),
    ];

    // 9.8 (58)
    public static IReadOnlyList<Rule<int>> OfLayout { get; } =
    [
        new("bioformats2raw-layout", Severity.Error, "9.8 (58)", "The layout is number 3.",
            layout => RuleHelpers.When(layout != Bioformats2RawRoot.SupportedLayout, string.Empty, $"must be 3; found {layout}")),
    ];

    private static IEnumerable<Violation> Alphanumeric(IEnumerable<string> names, string place) =>
        from name in names.Index()
        where !RuleHelpers.IsAlphanumeric(name.Item)
        select new Violation($"{place}[{name.Index}].name", $"must be ASCII letters and digits; found \"{name.Item}\"");

    private static IEnumerable<Violation> CaseOnly(IEnumerable<string> names, string place) =>
        Duplicates.Of(names.Distinct().Select(n => n.ToUpperInvariant())).Select(r => new Violation(place, $"several names differ from \"{r.Value}\" only in case"));

    private static IEnumerable<Violation> Devices(IEnumerable<string> names, string place) =>
        from name in names.Index()
        where RuleHelpers.IsAlphanumeric(name.Item)
        let problem = StorableName.Problem(name.Item)
        where problem is not null
        select new Violation($"{place}[{name.Index}].name", $"\"{Shown(name.Item)}\" is not a name on every system: {problem}");

    private static IEnumerable<Violation> Index(IEnumerable<int> indices, int count, string member, string what) =>
        from index in indices.Index()
        where index.Item < 0 || index.Item >= count
        select new Violation($".wells[{index.Index}]{member}", $"is {index.Item}, but there {(count == 1 ? "is" : "are")} {Counted.Of(count, what)}");

    private static IEnumerable<Violation> WellPath(PlateDef plate) =>
        from well in plate.Wells.Index()
        let names = NamesOf(plate, well.Item)
        where names is var (row, column) && !IsPath(well.Item.Path, row, column)
        select new Violation($".wells[{well.Index}].path", $"must be \"{Shown(names.Value.Row)}/{Shown(names.Value.Column)}\", as its indices say; found \"{Shown(well.Item.Path)}\"");

    /// <summary>Null where an index is wrong, which another rule reports.</summary>
    private static (string Row, string Column)? NamesOf(PlateDef plate, PlateWell well) =>
        (uint)well.RowIndex < (uint)plate.Rows.Count && (uint)well.ColumnIndex < (uint)plate.Columns.Count
            ? (plate.Rows[well.RowIndex].Name, plate.Columns[well.ColumnIndex].Name)
            : null;

    // Compares without joining the names: a hostile document has names of megabytes, which would be copied for each well.
    private static bool IsPath(string path, string row, string column) => path.Length == row.Length + 1 + column.Length
        && path[row.Length] == '/' && path.StartsWith(row, StringComparison.Ordinal) && path.EndsWith(column, StringComparison.Ordinal);

    private static string Shown(string name) => FindingText.Sanitize(name);

    private static IEnumerable<Violation> FieldCount(Acquisition acquisition) =>
        RuleHelpers.When(acquisition.MaximumFieldCount <= 0, ".maximumfieldcount", $"must be above 0; found {acquisition.MaximumFieldCount}");

    private static IEnumerable<Violation> NotNegative(long? value, string place) =>
        RuleHelpers.When(value < 0, place, $"must be 0 or above; found {value}");
}
