namespace OmeZarr;

/// <summary>What <see cref="OmeMetadataEditor"/> changes in the metadata of images. What is null or not named stays as it is.</summary>
public sealed record ImageChanges
{
    /// <summary>Pixel sizes of the full resolution by names of axes; finite and above 0. The scales and translations of all levels change in proportion.</summary>
    public IReadOnlyDictionary<string, double> Scale { get; init; } = new Dictionary<string, double>();

    /// <summary>Units by names of axes, as OME-Zarr spells them: <c>micrometer</c>, <c>second</c>.</summary>
    public IReadOnlyDictionary<string, string> Units { get; init; } = new Dictionary<string, string>();

    /// <summary>The unit of all axes of space that <see cref="Units"/> does not name.</summary>
    public string? SpaceUnit { get; init; }

    /// <summary>Names of the channels, one for each.</summary>
    public IReadOnlyList<string>? ChannelNames { get; init; }

    /// <summary>Colours of the channels, one for each, as six hexadecimal digits: red, green, blue.</summary>
    public IReadOnlyList<string>? ChannelColors { get; init; }

    /// <summary>The values of each channel that are shown black and brightest, one pair for each channel.</summary>
    public IReadOnlyList<(double Start, double End)>? Windows { get; init; }

    /// <summary>Name of the image; of a plate its own name, not that of its fields.</summary>
    public string? Name { get; init; }

    internal bool ChangesChannels => ChannelNames is not null || ChannelColors is not null || Windows is not null;

    /// <summary>What concerns the labels of an image.</summary>
    internal ImageChanges OfLabels => new() { Scale = Scale, Units = Units, SpaceUnit = SpaceUnit };

    /// <summary>Whether nothing is to be changed.</summary>
    internal bool IsEmpty => Scale.Count == 0 && Units.Count == 0 && SpaceUnit is null && !ChangesChannels && Name is null;
}
