using OmeZarr.V05;

namespace OmeZarr.OmeXml;

/// <summary>The description of an image in OME-XML: the attributes of Pixels, and the channels.</summary>
internal sealed record OmeXmlImage
{
    /// <summary>The name of the image.</summary>
    public required string Name { get; init; }

    /// <summary>Pixel type of OME-XML.</summary>
    public required string PixelType { get; init; }

    /// <summary>Lengths by the dimension letters of OME-XML; 1 for missing axes.</summary>
    public required IReadOnlyDictionary<char, int> Sizes { get; init; }

    /// <summary>Pixel distances in units of OME-XML, by the same letters, with the symbol of the unit.</summary>
    public required IReadOnlyDictionary<char, (double Value, string Unit)> Distances { get; init; }

    /// <summary>Names and colours of the channels; empty if unknown.</summary>
    public required ValueList<OmeroChannel> Channels { get; init; }

    /// <summary>The reason why OME-XML cannot describe an image; null if it can.</summary>
    /// <param name="image">Its valid metadata with one multiscale.</param>
    /// <param name="level">The array of its highest resolution.</param>
    internal static string? Problem(Image image, ArraySpec level)
    {
        var multiscale = image.Multiscales[0];
        return OmeXmlWords.PixelType(level.DataType) is null ? $"OME-XML has no pixel type for {level.DataType}"
            : Letters(multiscale) is null ? $"OME-XML describes images with the axes t, c, z, y, x in this order, not {string.Join(", ", multiscale.Axes.Select(axis => axis.Name))}"
            : level.Shape.Any(length => length is < 1 or > int.MaxValue) ? $"OME-XML cannot describe an image of {level.Shape} pixels: each length is between 1 and {int.MaxValue}"
            : null;
    }

    /// <summary>Describes an image that has no <see cref="Problem"/>.</summary>
    /// <param name="series">Name of its group, which is used if the image has no name.</param>
    /// <param name="image">Its valid metadata with one multiscale.</param>
    /// <param name="level">The array of its highest resolution.</param>
    internal static OmeXmlImage Describe(string series, Image image, ArraySpec level)
    {
        var multiscale = image.Multiscales[0];
        var letters = Letters(multiscale)!;
        var pixelSize = multiscale.PixelSize(0);
        return new OmeXmlImage
        {
            Name = NameOf(series, image),
            PixelType = OmeXmlWords.PixelType(level.DataType)!,
            Sizes = OmeXmlWords.Dimensions.ToDictionary(letter => letter, letter => letters.IndexOf(letter) is var d and >= 0 ? (int)level.Shape[d] : 1),
            Distances = DistancesOf(multiscale.Axes, letters, pixelSize),
            Channels = image.Omero?.Channels ?? [],
        };
    }

    /// <summary>The same pixels with metadata that was completed after they were written.</summary>
    internal OmeXmlImage Complete(string series, Image completed) =>
        this with { Name = NameOf(series, completed), Channels = completed.Omero?.Channels ?? [] };

    private static string NameOf(string series, Image image) => image.Multiscales[0].Name is { Length: > 0 } name ? name : series;

    /// <summary>The dimension letter of OME-XML for each axis; null if OME-XML lacks one, or has another order.</summary>
    private static string? Letters(Multiscale multiscale)
    {
        var letters = string.Concat(multiscale.Axes.Select(axis => axis switch
        {
            TimeAxis => "T",
            ChannelAxis => "C",
            SpaceAxis { Name: "z" or "y" or "x" } => axis.Name.ToUpperInvariant(),
            _ => "?",
        }));

        // Valid axes have the order time, channel, space.
        return letters.TrimStart('T').TrimStart('C') is "YX" or "ZYX" ? letters : null;
    }

    private static Dictionary<char, (double Value, string Unit)> DistancesOf(ValueList<Axis> axes, string letters, ValueList<double> pixelSize)
    {
        var distances = new Dictionary<char, (double Value, string Unit)>();
        foreach (var (d, letter) in letters.Index())
        {
            // The schema has single precision. A number that it cannot hold is left out; the OME-Zarr metadata has it.
            if (letter != 'C' && OmeXmlWords.Unit(axes[d]) is { } unit && (float)pixelSize[d] is > 0 and < float.PositiveInfinity)
            {
                distances[letter] = (pixelSize[d], unit);
            }
        }

        return distances;
    }
}
