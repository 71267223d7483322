namespace OmeZarr.Tiff.OmeXml;

/// <summary>A channel, which has several samples if it is a colour image.</summary>
internal sealed record ChannelElement
{
    /// <summary>The name, or else the dye.</summary>
    public string? Name { get; init; }

    /// <summary>Number of samples; null if the document does not say it.</summary>
    public int? Samples { get; init; }

    /// <summary>Red, green, blue and opacity, from the highest byte to the lowest; null if the document does not say it.</summary>
    public int? Color { get; init; }

    public OmeQuantity? Emission { get; init; }
}
