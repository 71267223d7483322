using OmeZarr.Cli.Plates.Instruments;
using OmeZarr.Cli.Plates.Naming;
using OmeZarr.Files;

namespace OmeZarr.Cli.Plates;

/// <summary>The files of a plate, sorted, and what is known beside them.</summary>
/// <param name="Files">The files by well, field, channel, slice and time point.</param>
/// <param name="Reading">How their names were read.</param>
/// <param name="Facts">What files of the instrument say.</param>
/// <param name="Names">The names of all input files.</param>
internal sealed record PlateInput(PlateFiles Files, PlateReading Reading, PlateFacts Facts, IReadOnlyList<PlateName> Names)
{
    /// <summary>The size of the plate; null if it is unknown.</summary>
    internal PlateSize? Size { get; private init; }

    /// <summary>What was guessed or left out.</summary>
    internal IEnumerable<FileFinding> Findings => [.. Reading.Findings, .. Facts.Findings];

    /// <param name="source">Knows the places.</param>
    /// <param name="names">The names of the input files.</param>
    /// <param name="size">The size of the plate that the user gave; null for none.</param>
    /// <exception cref="UsageException">The names do not make a plate.</exception>
    internal static PlateInput Read(IPlateSource source, IReadOnlyList<PlateName> names, PlateSize? size)
    {
        var reading = source.Read(names).WithoutProjections().WithWells(size);
        var files = PlateFiles.Create(reading.Files);
        var facts = FactsReader.Read(reading.Files, reading.Convention);
        var channels = new Dictionary<string, string>(facts.Channels);
        foreach (var (channel, name) in reading.ChannelNames)
        {
            channels[channel] = name;
        }

        return new PlateInput(files, reading, facts with { Channels = channels }, names) { Size = size ?? facts.Size };
    }

    /// <summary>Names of rows: those of the plate if its size is known, and those with files.</summary>
    internal IEnumerable<string> RowNames(PlateFiles files) => (Size?.RowNames ?? []).Union(files.Wells.Select(well => well.Row));

    /// <summary>Names of columns, in the same way.</summary>
    internal IEnumerable<string> ColumnNames(PlateFiles files) => (Size?.ColumnNames ?? []).Union(files.Wells.Select(well => well.Column));
}
