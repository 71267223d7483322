namespace OmeZarr.Tiff.OmeXml;

/// <summary>Says which pages of which file hold which planes.</summary>
internal sealed record TiffDataElement
{
    /// <summary>The first page; null if the document does not say it.</summary>
    public long? Ifd { get; init; }

    /// <summary>Number of pages; null if the document does not say it.</summary>
    public long? PlaneCount { get; init; }

    public int FirstZ { get; init; }

    public int FirstC { get; init; }

    public int FirstT { get; init; }

    /// <summary>The identifier of the file; null for the file that holds the document.</summary>
    public string? Uuid { get; init; }

    /// <summary>The name of the file; null if the document does not say it.</summary>
    public string? FileName { get; init; }
}
