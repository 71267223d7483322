namespace OmeZarr.Tiff.OmeXml;

/// <summary>The lengths and the contents of the pixels of an image.</summary>
internal sealed record PixelsElement
{
    public string? Id { get; init; }

    /// <summary>The order of the planes, fastest first: three different letters of <c>ZCT</c>.</summary>
    public string PlaneOrder { get; init; } = "ZCT";

    /// <summary>Whether the document says the order of the planes.</summary>
    public bool HasOrder { get; init; }

    /// <summary>The name of the data type, for example <c>uint16</c>; null if the document does not say it.</summary>
    public string? Type { get; init; }

    /// <summary>Number of columns; null if the document does not say it.</summary>
    public int? SizeX { get; init; }

    /// <summary>Number of rows; null if the document does not say it.</summary>
    public int? SizeY { get; init; }

    public int SizeZ { get; init; } = 1;

    /// <summary>Number of channels, counting each sample of a pixel.</summary>
    public int SizeC { get; init; } = 1;

    public int SizeT { get; init; } = 1;

    /// <summary>Distances by letter (x, y, z and t); positive.</summary>
    public IReadOnlyDictionary<char, OmeQuantity> Distances { get; init; } = new Dictionary<char, OmeQuantity>();

    public IReadOnlyList<ChannelElement> Channels { get; init; } = [];

    public IReadOnlyList<TiffDataElement> TiffData { get; init; } = [];

    /// <summary>The place of the first plane on the stage, by letter (x, y and z).</summary>
    public IReadOnlyDictionary<char, OmeQuantity> Position { get; init; } = new Dictionary<char, OmeQuantity>();

    /// <summary>The times of the first channel and slice, by frame.</summary>
    public IReadOnlyDictionary<int, OmeQuantity> Times { get; init; } = new Dictionary<int, OmeQuantity>();

    /// <summary>Whether the document itself holds the pixels.</summary>
    public bool HasBinData { get; init; }
}
