namespace OmeZarr.Cli.Tests.Plates;

/// <summary>The files of an instrument, and the plate that they are.</summary>
/// <param name="Convention">The convention that <c>--plate auto</c> takes.</param>
/// <param name="Files">Template of the files, which must vary in the order well, field, time, channel, slice (<see cref="PlateTree.Expand"/>).</param>
/// <param name="Wells">The wells, separated by spaces.</param>
/// <param name="Fields">The fields of each well.</param>
/// <param name="Shape">Axes and lengths of each field.</param>
/// <param name="Channels">Names of the channels, separated by <c>|</c>.</param>
public sealed record PlateCase(string Convention, string Files, string Wells, string Fields, string Shape, string Channels)
{
    /// <summary>Files that are no planes.</summary>
    public string[] Others { get; init; } = [];

    /// <summary>Text files of the instrument.</summary>
    public (string Name, string Text)[] Texts { get; init; } = [];

    /// <summary>Pixel sizes with units of the axes that have some: <c>y=0.5 micrometer</c>.</summary>
    public string Sizes { get; init; } = string.Empty;

    /// <summary>Number of rows and columns of the plate, if it is not that of the wells.</summary>
    public (int Rows, int Columns)? Size { get; init; }

    /// <summary>Warnings.</summary>
    public string[] Warnings { get; init; } = [];

    /// <summary>Where the first pixels of all fields are, in y and x.</summary>
    public (double Y, double X)[] Places { get; init; } = [];

    public override string ToString() => $"{Convention}: {Files}";
}
