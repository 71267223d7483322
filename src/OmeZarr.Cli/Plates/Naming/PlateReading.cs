using OmeZarr.Files;
using OmeZarr.Planning;
using Zarr;

namespace OmeZarr.Cli.Plates.Naming;

/// <summary>The files of a plate with their places.</summary>
/// <param name="Files">The planes.</param>
/// <param name="Convention">The convention; null for a pattern of the user.</param>
/// <param name="NoPlanes">Relative paths of files that are no planes: thumbnails and the like.</param>
internal sealed record PlateReading(IReadOnlyList<PlateFile> Files, PlateConvention? Convention, IReadOnlyList<string> NoPlanes)
{
    private const int NamesInFinding = 3;

    /// <summary>Which convention was taken, and why; null if the user named it.</summary>
    internal string? Reason { get; init; }

    /// <summary>Names of channels, by their numbers or names in file names.</summary>
    internal IReadOnlyDictionary<string, string> ChannelNames { get; init; } = new Dictionary<string, string>();

    /// <summary>What the output lacks, and what was guessed.</summary>
    internal IReadOnlyList<FileFinding> Findings { get; init; } = [];

    /// <summary>Leaves out projections of slices where the slices are there; others become the first slice.</summary>
    internal PlateReading WithoutProjections()
    {
        if (Convention?.HasProjections != true || Files.All(IsProjection) || !Files.Any(IsProjection))
        {
            return this;
        }

        var first = Files.Where(file => !IsProjection(file)).Select(file => file.Slice).Order(NaturalOrder.Instance).First();
        var stacks = Files.Where(file => !IsProjection(file)).Select(StackOf).ToHashSet();
        var projections = Files.Where(file => IsProjection(file) && stacks.Contains(StackOf(file))).Select(file => Path.GetFileName(file.Path)).ToList();
        var finding = $"{Counted.Of(projections.Count, "projection")} of slices left out, which {(projections.Count == 1 ? "is" : "are")} not in a folder ZStep_1 or higher: {Counted.List(projections, NamesInFinding)}";
        return this with
        {
            Files = [.. Files.Where(file => !IsProjection(file) || !stacks.Contains(StackOf(file))).Select(file => IsProjection(file) ? file with { Slice = first } : file)],
            Findings = projections.Count == 0 ? Findings : [.. Findings, new FileFinding(FileFindingKind.LeftOut, finding)],
        };
    }

    /// <summary>Finds row and column of wells that are numbered.</summary>
    /// <param name="size">The size of the plate; null if nothing says it.</param>
    /// <exception cref="UsageException">The plate has no such well.</exception>
    internal PlateReading WithWells(PlateSize? size)
    {
        if (Files.Max(file => file.WellNumber) is not { } most)
        {
            return this;
        }

        var plate = size ?? PlateSize.Holding(most) ?? throw new UsageException($"--plate: a file is of well {most}, and no plate has so many wells");
        if (plate.WellOf(most) is null)
        {
            throw new UsageException($"--plate: a file is of well {most}, but the plate has {plate.Wells} wells; --plate-wells says how many there are");
        }

        var guess = $"numbers of wells are counted on a plate of {plate.Wells} wells ({plate.Rows} x {plate.Columns}), row by row; if it is another, say --plate-wells N";
        return this with
        {
            Files = [.. Files.Select(file => file.WellNumber is { } number && plate.WellOf(number) is var (row, column) ? file with { Row = row, Column = column, WellNumber = null } : file)],
            Findings = size is null ? [.. Findings, new FileFinding(FileFindingKind.Guessed, guess)] : Findings,
        };
    }

    private static bool IsProjection(PlateFile file) => file.Slice is null or "0";

    private static (string, string, int?, string, string?, string?) StackOf(PlateFile file) => (file.Row, file.Column, file.WellNumber, file.Field, file.Channel, file.Time);
}
