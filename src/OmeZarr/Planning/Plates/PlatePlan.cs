using OmeZarr.Rules;
using OmeZarr.V05;

namespace OmeZarr.Planning;

/// <summary>The plate metadata that the caller gives, validated, and the checks that wells must pass to fit them.</summary>
internal sealed class PlatePlan
{
    private const int MostShown = 20;

    private readonly PlateOptions given;
    private readonly Dictionary<string, Row> rows;
    private readonly Dictionary<string, Column> columns;
    private readonly Dictionary<string, (int Position, PlateWell Well)>? wells;
    private readonly HashSet<long>? acquisitions;

    /// <param name="subject">The name of the plate in error messages, usually its destination.</param>
    /// <param name="given">The metadata that the caller gives.</param>
    /// <param name="existing">The plate on disk; null for a new plate.</param>
    /// <exception cref="OmeZarrException">The metadata break the specification.</exception>
    /// <exception cref="ArgumentException">Names of rows or columns differ only in case.</exception>
    internal PlatePlan(string subject, PlateOptions given, ExistingPlate? existing = null)
    {
        (this.given, Existing) = (given, existing);
        rows = Named((existing?.Definition.Rows ?? []).Concat(given.Rows ?? []), row => row.Name);
        columns = Named((existing?.Definition.Columns ?? []).Concat(given.Columns ?? []), column => column.Name);
        FixedRows = Fixed(given.Rows?.Select(row => row.Name).ToList() ?? Lines(part: 0, RowColumnNaming.Rows), existing?.Definition.Rows.Select(row => row.Name));
        FixedColumns = Fixed(given.Columns?.Select(column => column.Name).ToList() ?? Lines(part: 1, RowColumnNaming.Columns), existing?.Definition.Columns.Select(column => column.Name));
        KnownAcquisitions = existing?.AcquisitionsWith(given.Acquisitions) ?? [];
        Warnings = WarningsOf(subject);
        RequireNoOtherCase("rows", FixedRows ?? []);
        RequireNoOtherCase("columns", FixedColumns ?? []);
        wells = given.Wells?.Index().ToDictionary(well => well.Item.Path, well => (well.Index, well.Item));
        acquisitions = given.Acquisitions?.Concat(KnownAcquisitions).Select(acquisition => acquisition.Id).ToHashSet();
    }

    /// <summary>The recommendations that the given metadata does not follow.</summary>
    internal IReadOnlyList<Finding> Warnings { get; }

    /// <summary>The plate on disk; null for a new plate.</summary>
    internal ExistingPlate? Existing { get; }

    /// <summary>Names of the rows, if they do not depend on the wells that are written.</summary>
    internal IReadOnlyList<string>? FixedRows { get; }

    /// <summary>Names of the columns, if they do not depend on the wells that are written.</summary>
    internal IReadOnlyList<string>? FixedColumns { get; }

    /// <summary>The acquisitions, if they do not depend on the wells that are written.</summary>
    internal IReadOnlySet<long>? FixedAcquisitions => acquisitions;

    /// <summary>The acquisitions of the plate on disk, updated by those that the caller gives; none for a new plate.</summary>
    internal ValueList<Acquisition> KnownAcquisitions { get; }

    /// <summary>Plans the metadata of a well.</summary>
    /// <exception cref="ArgumentException">The well does not fit the given metadata, or a name is invalid.</exception>
    internal WellPlan Plan(string row, string column, IEnumerable<FieldOfView> fields)
    {
        RequireName("row", row);
        RequireName("column", column);
        var plan = new WellPlan(row, column, new Well { Definition = new WellDef { Images = [.. fields.OrderBy(field => field.Path, NaturalOrder.Instance)] } });
        if (Existing?.Lists(plan.Path) != true)
        {
            RequireAmong(wells?.Keys, "Well path", plan.Path, "wells");
        }

        RequireSameCase("row", row, rows.Keys);
        RequireSameCase("column", column, columns.Keys);
        RequireAmong(FixedRows, "Row", row, "rows");
        RequireAmong(FixedColumns, "Column", column, "columns");
        return PlanContext.In(plan.Name, () => RequireFields(plan));
    }

    /// <summary>The entry of a well in the list of the plate, and its sort key.</summary>
    internal (PlateWell Well, (int First, int Second) Order) Entry(string path, int row, int column)
    {
        (int Position, PlateWell Well)? own = wells is not null && wells.TryGetValue(path, out var found) ? found : null;
        if (Existing is null)
        {
            return own is { } listed ? (listed.Well, (listed.Position, 0)) : (new PlateWell(path, row, column), (row, column));
        }

        // New rows and columns may move those of a plate on disk.
        var entry = Existing.Entry(path) ?? own?.Well ?? new PlateWell(path, row, column);
        return (entry with { RowIndex = row, ColumnIndex = column }, Existing.Order(path, own?.Position, (row, column)));
    }

    /// <summary>The complete metadata. Given members replace derived ones, except for the wells.</summary>
    internal Plate Define(IEnumerable<string> rowNames, IEnumerable<string> columnNames, ValueList<PlateWell> listed, int? fieldCount, ValueList<Acquisition>? found)
    {
        ValueList<Row> allRows = [.. rowNames.Select(name => rows.GetValueOrDefault(name) ?? new Row(name))];
        ValueList<Column> allColumns = [.. columnNames.Select(name => columns.GetValueOrDefault(name) ?? new Column(name))];
        return Existing?.With(given, allRows, allColumns, listed, found, fieldCount) ?? new Plate
        {
            Definition = new PlateDef
            {
                Columns = allColumns,
                Rows = allRows,
                Wells = listed,
                Acquisitions = given.Acquisitions ?? found,
                FieldCount = given.FieldCount ?? fieldCount,
                Name = given.Name,
                ExtraMembers = given.ExtraMembers,
            },
            Bioformats2RawLayout = given.Bioformats2RawLayout,
            ExtraMembers = given.ExtraDocumentMembers,
        };
    }

    private static IReadOnlyList<string>? Fixed(IReadOnlyList<string>? given, IEnumerable<string>? existing) =>
        given is null ? null : RowColumnNaming.With([.. existing ?? []], given);

    private static Dictionary<string, T> Named<T>(IEnumerable<T> lines, Func<T, string> name)
    {
        var named = new Dictionary<string, T>();
        foreach (var line in lines)
        {
            named.TryAdd(name(line), line); // the rules report duplicates
        }

        return named;
    }

    /// <summary>Rows or columns of the given wells; null if no wells are given.</summary>
    private IReadOnlyList<string>? Lines(int part, Func<IReadOnlyCollection<string>, IReadOnlyList<string>> fill)
    {
        var names = given.Wells?.Select(well => well.Path.Split('/')).Where(parts => parts.Length == 2).Select(parts => parts[part]).ToHashSet();
        return names is null or { Count: 0 } ? null : fill(names);
    }

    /// <summary>Validates the given metadata, completed with the derived members of a plate of one well.</summary>
    private IReadOnlyList<Finding> WarningsOf(string subject)
    {
        var (someRows, someColumns) = (FixedRows ?? ["A"], FixedColumns ?? ["1"]);
        var well = new PlateWell(someRows is [var row, ..] && someColumns is [var column, ..] ? $"{row}/{column}" : string.Empty, 0, 0);
        ValueList<PlateWell>? listed = Existing is null ? given.Wells : null; // rows and columns on disk may have other indices
        return Validated.WarningsOf(Define(someRows, someColumns, listed ?? [well], null, KnownAcquisitions), $"{subject} cannot be written");
    }

    private WellPlan RequireFields(WellPlan well)
    {
        if (well.Fields.Count == 0)
        {
            throw new ArgumentException("there are no fields of view; give at least one");
        }

        foreach (var field in well.Fields)
        {
            RequireName("field of view", field.Path, given.RelaxedFieldNames);
            RequireAcquisition(field);
        }

        RequireAcquisitions(well);
        return Duplicates.Of(well.Fields.Select(field => field.Path.ToUpperInvariant())).Select(repeat => repeat.Value).FirstOrDefault() is { } name
            ? throw new ArgumentException($"two fields of view have the name \"{name}\", or names that differ from it only in case")
            : well;
    }

    private void RequireAcquisition(FieldOfView field)
    {
        if (field.Acquisition < 0)
        {
            throw new ArgumentException($"field {field.Path} is of acquisition {field.Acquisition}; numbers of acquisitions are 0 or above");
        }

        if (acquisitions is null)
        {
            return;
        }

        if (field.Acquisition is { } id && !acquisitions.Contains(id))
        {
            throw new ArgumentException($"field {field.Path} is of acquisition {id}, which is not found in plate metadata. Valid acquisitions are: [{Shown(acquisitions)}]");
        }

        if (field.Acquisition is null && acquisitions.Count > 1)
        {
            throw new ArgumentException($"field {field.Path} does not say its acquisition, but the plate has {acquisitions.Count}. Valid acquisitions are: [{Shown(acquisitions)}]");
        }
    }

    /// <summary>Requires that every field names its acquisition if the plate, including the plate on disk, has more than one (OME-Zarr 0.5, section "well").</summary>
    private void RequireAcquisitions(WellPlan well)
    {
        var known = KnownAcquisitions.Select(acquisition => acquisition.Id).ToHashSet();
        var own = well.Fields.Where(field => field.Acquisition is not null).Select(field => field.Acquisition!.Value).ToHashSet();
        if (Existing is null || acquisitions is not null || known.Union(own).Count() <= 1)
        {
            return;
        }

        if (well.Fields.FirstOrDefault(field => field.Acquisition is null) is { } without)
        {
            throw new ArgumentException($"field {without.Path} does not say its acquisition, but the plate has several: [{Shown([.. known.Union(own).Order()])}]");
        }

        if (known.Count == 0)
        {
            throw new ArgumentException($"there would be several acquisitions, [{Shown([.. own.Order()])}], on a plate whose wells do not say theirs; give all fields the same, or none");
        }
    }

    private static void RequireSameCase(string what, string name, IEnumerable<string> others)
    {
        if (others.FirstOrDefault(other => other != name && other.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } twin)
        {
            throw new ArgumentException($"the {what}s \"{twin}\" and \"{name}\" differ only in case, and would be one folder on some file systems");
        }
    }

    private static void RequireName(string what, string name, bool isRelaxed = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!RuleHelpers.IsAlphanumeric(name) && (!isRelaxed || NodeName.RiskyCharacters(name).Any() || name.Contains('/', StringComparison.Ordinal)))
        {
            throw new ArgumentException($"\"{name}\" cannot be the name of a {what}; choose ASCII letters and digits{(isRelaxed ? ", \".\", \"_\" and \"-\"" : string.Empty)}");
        }

        if ((NodeName.Problem(name) ?? StorableName.Problem(name)) is { } problem)
        {
            throw new ArgumentException($"\"{name}\" cannot be the name of a {what}: {problem}; choose another name");
        }
    }

    private static void RequireNoOtherCase(string what, IReadOnlyList<string> names)
    {
        foreach (var (index, first, _) in Duplicates.Of(names.Select(name => name.ToUpperInvariant())))
        {
            throw new ArgumentException($"the {what} \"{names[first]}\" and \"{names[index]}\" differ only in case, and would be one folder on some file systems");
        }
    }

    private static void RequireAmong(IReadOnlyCollection<string>? valid, string what, string name, string plural)
    {
        // Lists of names are short, and the keys of a dictionary are looked up.
        if (valid?.Contains(name) == false)
        {
            throw new ArgumentException($"{what} '{name}' not found in plate metadata. Valid {plural} are: [{Shown(valid)}]");
        }
    }

    private static string Shown<T>(IReadOnlyCollection<T> names) => Listing.Of(names, MostShown);
}
