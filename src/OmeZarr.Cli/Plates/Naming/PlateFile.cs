namespace OmeZarr.Cli.Plates.Naming;

/// <summary>A file and its place on a plate, from its name.</summary>
/// <param name="Path">The file.</param>
/// <param name="Row">Letters of the row, in capitals.</param>
/// <param name="Column">Number of the column, without leading zeros.</param>
/// <param name="Field">Name of the field of view; 0 if the pattern has no fields.</param>
/// <param name="Channel">Number or name of the channel; null if the name does not say.</param>
/// <param name="Slice">Number of the slice along z; null if the name does not say.</param>
/// <param name="Time">Number of the time point; null if the name does not say.</param>
internal sealed record PlateFile(string Path, string Row, string Column, string Field, string? Channel, string? Slice, string? Time)
{
    /// <summary>Number of the well, counted from 1, row by row; null if the name has row and column. Row and column are then found when the size of the plate is known.</summary>
    internal int? WellNumber { get; init; }

    /// <summary>Width of a pixel in ten-thousandths of a micrometer; null if the name does not say.</summary>
    internal int? PixelSize { get; init; }
}
