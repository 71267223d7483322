using OmeZarr.Cli.Plates.Naming;
using OmeZarr.Files;

namespace OmeZarr.Cli.Plates.Instruments;

/// <summary>What the files of an instrument say about a plate beside its images.</summary>
internal sealed record PlateFacts
{
    /// <summary>Nothing is known.</summary>
    internal static PlateFacts None { get; } = new();

    /// <summary>Names of the files that were read.</summary>
    internal IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Distances between elements along t, z, y and x.</summary>
    internal IReadOnlyDictionary<char, PhysicalSize> Sizes { get; init; } = new Dictionary<char, PhysicalSize>();

    /// <summary>Names of channels by their numbers in file names, without zeros in front.</summary>
    internal IReadOnlyDictionary<string, string> Channels { get; init; } = new Dictionary<string, string>();

    /// <summary>Centres of fields.</summary>
    internal IReadOnlyDictionary<FieldKey, FieldCenter> Centers { get; init; } = new Dictionary<FieldKey, FieldCenter>();

    /// <summary>The size of the plate; null if it is unknown.</summary>
    internal PlateSize? Size { get; init; }

    /// <summary>Files that could not be read.</summary>
    internal IReadOnlyList<FileFinding> Findings { get; init; } = [];
}

/// <summary>The place of a field.</summary>
/// <param name="Row">Letters of the row.</param>
/// <param name="Column">Number of the column.</param>
/// <param name="Field">Name of the field.</param>
internal readonly record struct FieldKey(string Row, string Column, string Field);

/// <summary>The centre of a field, from the centre of its well, in micrometers; x to the right, y downwards.</summary>
internal readonly record struct FieldCenter(double X, double Y);
