namespace OmeZarr.Tiff.Axes;

/// <summary>One axis of the image, and what moves along it in the file.</summary>
internal sealed record ImageAxis
{
    public required AxisRole Role { get; init; }

    /// <summary>Its letter: t, c, z, y or x.</summary>
    public required char Name { get; init; }

    public required long Length { get; init; }

    /// <summary>How many pages one step goes on, for an axis of pages.</summary>
    public long PageStride { get; init; }
}

/// <summary>What an axis counts in the file.</summary>
internal enum AxisRole
{
    Pages,
    Samples,
    Rows,
    Columns,
}
