namespace OmeZarr.Tiff.Axes;

/// <summary>One axis of the image and its role in the file.</summary>
internal sealed record ImageAxis
{
    public required AxisRole Role { get; init; }

    /// <summary>The letter: t, c, z, y or x.</summary>
    public required char Name { get; init; }

    public required long Length { get; init; }

    /// <summary>The distance in pages between neighbours along an axis of pages.</summary>
    public long PageStride { get; init; }

    /// <summary>Along an axis of pages, the number of neighbours in one page, as its samples. More than 1 if each page holds several channels and the file has more channels than that.</summary>
    public int SamplesPerPage { get; init; } = 1;
}

/// <summary>The part of the file that an axis enumerates.</summary>
internal enum AxisRole
{
    Pages,
    Samples,
    Rows,
    Columns,
}
