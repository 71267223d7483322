using OmeZarr.Rules;
using OmeZarr.V05;

namespace OmeZarr.Planning;

/// <summary>What is given of a plate's metadata, checked, and what wells must be to fit it.</summary>
internal sealed class PlatePlan
{
    private const int MostShown = 20;

    private readonly PlateOptions given;
    private readonly Dictionary<string, (int Position, PlateWell Well)>? wells;
    private readonly HashSet<long>? acquisitions;

    /// <param name="subject">What errors call the plate, usually its destination.</param>
    /// <param name="given">What is given.</param>
    /// <exception cref="OmeZarrException">It breaks the specification.</exception>
    /// <exception cref="ArgumentException">Names of rows or columns differ only in case.</exception>
    internal PlatePlan(string subject, PlateOptions given)
    {
        this.given = given;
        FixedRows = given.Rows?.Select(row => row.Name).ToList() ?? Lines(part: 0, PlateLines.Rows);
        FixedColumns = given.Columns?.Select(column => column.Name).ToList() ?? Lines(part: 1, PlateLines.Columns);
        RequireValid(subject);
        RequireNoOtherCase("rows", FixedRows ?? []);
        RequireNoOtherCase("columns", FixedColumns ?? []);
        wells = given.Wells?.Index().ToDictionary(well => well.Item.Path, well => (well.Index, well.Item));
        acquisitions = given.Acquisitions?.Select(acquisition => acquisition.Id).ToHashSet();
    }

    /// <summary>Names of the rows, if they do not depend on the wells that are written.</summary>
    internal IReadOnlyList<string>? FixedRows { get; }

    /// <summary>Names of the columns, if they do not depend on the wells that are written.</summary>
    internal IReadOnlyList<string>? FixedColumns { get; }

    /// <summary>The acquisitions, if they do not depend on the wells that are written.</summary>
    internal IReadOnlySet<long>? FixedAcquisitions => acquisitions;

    /// <summary>Decides what the metadata says about a well.</summary>
    /// <exception cref="ArgumentException">The well does not fit what is given, or a name cannot be one.</exception>
    internal WellPlan Plan(string row, string column, IEnumerable<FieldOfView> fields)
    {
        RequireName("row", row);
        RequireName("column", column);
        var plan = new WellPlan(row, column, new Well { Definition = new WellDef { Images = [.. fields.OrderBy(field => field.Path, NaturalOrder.Instance)] } });
        RequireAmong(wells?.Keys, "Well path", plan.Path, "wells");
        RequireAmong(FixedRows, "Row", row, "rows");
        RequireAmong(FixedColumns, "Column", column, "columns");
        return PlanContext.In(plan.Name, () => RequireFields(plan));
    }

    /// <summary>What the plate says about a well, and its place among the wells.</summary>
    internal (PlateWell Well, (int First, int Second) Order) Entry(WellPlan well, int row, int column) => wells is null
        ? (new PlateWell(well.Path, row, column), (row, column))
        : (wells[well.Path].Well, (wells[well.Path].Position, 0));

    /// <summary>The metadata, of which all but the wells may be given.</summary>
    internal Plate Define(IEnumerable<string> rows, IEnumerable<string> columns, ValueList<PlateWell> listed, int? fieldCount, ValueList<Acquisition>? found) => new()
    {
        Definition = new PlateDef
        {
            Columns = given.Columns ?? [.. columns.Select(name => new Column(name))],
            Rows = given.Rows ?? [.. rows.Select(name => new Row(name))],
            Wells = listed,
            Acquisitions = given.Acquisitions ?? found,
            FieldCount = given.FieldCount ?? fieldCount,
            Name = given.Name,
            ExtraMembers = given.ExtraMembers,
        },
        Bioformats2RawLayout = given.Bioformats2RawLayout,
        ExtraMembers = given.ExtraDocumentMembers,
    };

    /// <summary>Rows or columns of the wells that are given, if they are.</summary>
    private IReadOnlyList<string>? Lines(int part, Func<IReadOnlyCollection<string>, IReadOnlyList<string>> fill)
    {
        var names = given.Wells?.Select(well => well.Path.Split('/')).Where(parts => parts.Length == 2).Select(parts => parts[part]).ToHashSet();
        return names is null or { Count: 0 } ? null : fill(names);
    }

    /// <summary>Judges what is given, with whatever is not given as it would be for one well.</summary>
    private void RequireValid(string subject)
    {
        var (rows, columns) = (FixedRows ?? ["A"], FixedColumns ?? ["1"]);
        var well = new PlateWell(rows is [var row, ..] && columns is [var column, ..] ? $"{row}/{column}" : string.Empty, 0, 0);
        var errors = Define(rows, columns, given.Wells ?? [well], null, null).Validate().Where(finding => finding.Severity == Severity.Error).ToList();
        if (errors.Count > 0)
        {
            throw new OmeZarrException($"{subject} cannot be written", errors);
        }
    }

    private WellPlan RequireFields(WellPlan well)
    {
        if (well.Fields.Count == 0)
        {
            throw new ArgumentException("there are no fields of view; give at least one");
        }

        foreach (var field in well.Fields)
        {
            RequireName("field of view", field.Path);
            RequireAcquisition(field);
        }

        return Repeats.Of(well.Fields.Select(field => field.Path.ToUpperInvariant())).Select(repeat => repeat.Value).FirstOrDefault() is { } name
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

    private static void RequireName(string what, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Common.IsAlphanumeric(name))
        {
            throw new ArgumentException($"\"{name}\" cannot be the name of a {what}; choose ASCII letters and digits");
        }

        if (StorableName.Problem(name) is { } problem)
        {
            throw new ArgumentException($"\"{name}\" cannot be the name of a {what}: {problem}; choose another name");
        }
    }

    private static void RequireNoOtherCase(string what, IReadOnlyList<string> names)
    {
        foreach (var (index, first, _) in Repeats.Of(names.Select(name => name.ToUpperInvariant())))
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

    private static string Shown<T>(IReadOnlyCollection<T> names) =>
        string.Join(", ", names.Take(MostShown)) + (names.Count > MostShown ? $", and {names.Count - MostShown} more" : string.Empty);
}
