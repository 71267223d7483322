using OmeZarr.Cli.Plates.Instruments;
using OmeZarr.Cli.Plates.Naming;
using OmeZarr.Files;
using OmeZarr.Planning;
using Zarr;

namespace OmeZarr.Cli.Plates;

/// <summary>The sorted files of a plate: wells, their fields, and for each field the same channels, slices and time points.</summary>
/// <param name="Wells">The wells, row by row.</param>
/// <param name="Channels">The channels of every field in natural order; a single null if the names do not say them.</param>
/// <param name="Slices">The slices of every field, in the same form.</param>
/// <param name="Times">The time points of every field, in the same form.</param>
internal sealed record PlateFiles(
    IReadOnlyList<PlateFilesOfWell> Wells, IReadOnlyList<string?> Channels, IReadOnlyList<string?> Slices, IReadOnlyList<string?> Times)
{
    private const int MissingInFinding = 4;
    private const int MostPlanesPerFile = 100;
    private const int AlwaysPossible = 10_000;

    /// <summary>The fields of all wells, in order.</summary>
    internal IEnumerable<PlateFilesOfField> Fields => Wells.SelectMany(well => well.Fields);

    /// <summary>Number of planes of each field.</summary>
    internal long PlanesOfField => (long)Channels.Count * Slices.Count * Times.Count;

    /// <summary>The finding that planes have no file; null if all have.</summary>
    internal FileFinding? FindMissing()
    {
        var missing = Fields.Sum(field => PlanesOfField - field.Files.Count);
        var places = Fields.Where(field => field.Files.Count < PlanesOfField)
            .SelectMany(field => All.Where(key => !field.Files.ContainsKey(key)).Select(key => $"well {field.Well}, field {field.Field}{Describe(key)}")).Take(MissingInFinding + 1);
        return missing == 0
            ? null
            : new FileFinding(FileFindingKind.Missing, $"{Counted.Of(missing, "plane")} {(missing == 1 ? "has" : "have")} no file and {(missing == 1 ? "is" : "are")} filled with 0: {Counted.List([.. places], MissingInFinding, "; ")}");
    }

    /// <exception cref="UsageException">Two files have the same place, or the names tell far more planes than there are files.</exception>
    internal static PlateFiles Create(IReadOnlyList<PlateFile> files)
    {
        var plate = new PlateFiles(WellsOf(files), Distinct(files, file => file.Channel), Distinct(files, file => file.Slice), Distinct(files, file => file.Time));
        plate.RequirePossible(files);
        return plate;
    }

    /// <summary>The plate without some fields, and without wells that become empty.</summary>
    internal PlateFiles Without(Func<PlateFilesOfField, bool> isLeftOut) => this with
    {
        Wells = [.. Wells.Select(well => well with { Fields = [.. well.Fields.Where(field => !isLeftOut(field))] }).Where(well => well.Fields.Count > 0)],
    };

    private static IReadOnlyList<PlateFilesOfWell> WellsOf(IReadOnlyList<PlateFile> files) =>
    [
        .. files.GroupBy(file => (file.Row, file.Column))
            .OrderBy(well => well.Key.Row.Length).ThenBy(well => well.Key.Row, StringComparer.Ordinal).ThenBy(well => well.Key.Column, NaturalOrder.Instance)
            .Select(well => new PlateFilesOfWell(well.Key.Row, well.Key.Column, FieldsOf(well))),
    ];

    private static IReadOnlyList<PlateFilesOfField> FieldsOf(IEnumerable<PlateFile> well) =>
    [
        .. well.GroupBy(file => file.Field).OrderBy(field => field.Key, NaturalOrder.Instance)
            .Select(field => new PlateFilesOfField(new FieldKey(field.First().Row, field.First().Column, field.Key), Index(field))),
    ];

    private static Dictionary<(string? Channel, string? Slice, string? Time), string> Index(IEnumerable<PlateFile> field)
    {
        var index = new Dictionary<(string? Channel, string? Slice, string? Time), string>();
        foreach (var file in field)
        {
            var key = (file.Channel, file.Slice, file.Time);
            if (!index.TryAdd(key, file.Path))
            {
                throw new UsageException(index[key] == file.Path
                    ? $"--plate: {file.Path} is given twice"
                    : $"--plate: {index[key]} and {file.Path} are the same image: well {file.Row}/{file.Column}, field {file.Field}{Describe(key)}; leave one out, or tell them apart in the pattern");
            }
        }

        return index;
    }

    private static IReadOnlyList<string?> Distinct(IReadOnlyList<PlateFile> files, Func<PlateFile, string?> value) =>
        [.. files.Select(value).Distinct().Order(NaturalOrder.Instance)];

    /// <summary>Names that are misunderstood, such as dates taken for channels, would make planes without end.</summary>
    private void RequirePossible(IReadOnlyList<PlateFile> files)
    {
        var planes = (Int128)PlanesOfField * Fields.Count();
        if (planes > Math.Max(AlwaysPossible, (long)MostPlanesPerFile * files.Count))
        {
            throw new UsageException(
                $"--plate: the names tell {Counted.Of(Channels.Count, "channel")}, {Counted.Of(Slices.Count, "slice")} and {Counted.Of(Times.Count, "time point")} for each of {Counted.Of(Fields.Count(), "field")}, "
                + $"which makes {planes} planes, but there are only {files.Count} files. In {Path.GetFileName(files[0].Path)} the pattern finds{Describe((files[0].Channel, files[0].Slice, files[0].Time)).TrimStart(',')}; one of them is something else");
        }
    }

    private IEnumerable<(string? Channel, string? Slice, string? Time)> All =>
        from time in Times from channel in Channels from slice in Slices select (channel, slice, time);

    private static string Describe((string? Channel, string? Slice, string? Time) key) =>
        Describe("channel", key.Channel) + Describe("z", key.Slice) + Describe("time", key.Time);

    private static string Describe(string what, string? value) => value is null ? string.Empty : $", {what} {value}";
}

/// <summary>A well with files.</summary>
/// <param name="Row">Name of the row.</param>
/// <param name="Column">Name of the column.</param>
/// <param name="Fields">The fields of view.</param>
internal sealed record PlateFilesOfWell(string Row, string Column, IReadOnlyList<PlateFilesOfField> Fields)
{
    /// <summary>Path of the well in the plate.</summary>
    internal string Path => $"{Row}/{Column}";
}

/// <summary>The files of a field of view.</summary>
/// <param name="Key">Place of the field.</param>
/// <param name="Files">The files by channel, slice and time point. Some may be missing.</param>
internal sealed record PlateFilesOfField(FieldKey Key, IReadOnlyDictionary<(string? Channel, string? Slice, string? Time), string> Files)
{
    /// <summary>Path of the well in the plate.</summary>
    internal string Well => $"{Key.Row}/{Key.Column}";

    /// <summary>Name of the field.</summary>
    internal string Field => Key.Field;

    /// <summary>Name of the image.</summary>
    internal string Name => $"{Key.Row}{Key.Column} field {Field}";
}
