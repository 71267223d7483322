namespace OmeZarr;

/// <summary>A position of the stage: one image.</summary>
/// <param name="Name">Name of its group: of the field in a well (letters and digits), or of the image in a collection.</param>
/// <param name="Row">Name of the row of its well; null if the acquisition is no plate.</param>
/// <param name="Column">Name of the column of its well; null if the acquisition is no plate.</param>
public sealed record AcquisitionPosition(string Name, string? Row = null, string? Column = null)
{
    /// <summary>Where the first column of its frames lies, in the unit of x; null if it is not known.</summary>
    public double? X { get; init; }

    /// <summary>Where the first row of its frames lies, in the unit of y; null if it is not known.</summary>
    public double? Y { get; init; }

    /// <summary>Where its first plane lies, in the unit of z; null if it is not known.</summary>
    public double? Z { get; init; }
}
