using OmeZarr.V05;
using Zarr;

namespace OmeZarr.OmeXml;

/// <summary>The description of an image in OME-XML: the attributes of Pixels, and the channels.</summary>
internal sealed record OmeXmlImage
{
    /// <summary>What to do about an image that OME-XML cannot describe.</summary>
    private const string Advice = "describe the collection yourself in the argument omeXml";

    /// <summary>The name of the image.</summary>
    public required string Name { get; init; }

    /// <summary>Type of the pixels, in the words of OME-XML.</summary>
    public required string PixelType { get; init; }

    /// <summary>Lengths along <c>t</c>, <c>c</c>, <c>z</c>, <c>y</c>, <c>x</c>, by the letters of OME-XML; 1 for what the image has no axis for.</summary>
    public required IReadOnlyDictionary<char, int> Sizes { get; init; }

    /// <summary>Distances between pixels whose unit OME-XML knows, by the same letters, each with the symbol of the unit.</summary>
    public required IReadOnlyDictionary<char, (double Value, string Unit)> Distances { get; init; }

    /// <summary>Names and colours of the channels; empty if nothing is known of them.</summary>
    public required ValueList<OmeroChannel> Channels { get; init; }

    /// <summary>Describes an image.</summary>
    /// <param name="series">Name of its group; its own name if it has none.</param>
    /// <param name="image">Its metadata, which are valid and have one multiscale.</param>
    /// <param name="level">The array of its highest resolution.</param>
    /// <exception cref="ArgumentException">OME-XML has no words for its type, or its axes.</exception>
    internal static OmeXmlImage Describe(string series, Image image, ArraySpec level)
    {
        var multiscale = image.Multiscales[0];
        var letters = Letters(multiscale);
        var pixelSize = multiscale.PixelSize(0);
        return new OmeXmlImage
        {
            Name = NameOf(series, image),
            PixelType = OmeXmlWords.PixelType(level.DataType)
                ?? throw new ArgumentException($"OME-XML has no pixel type for {level.DataType}; convert the pixels, or {Advice}"),
            Sizes = OmeXmlWords.Dimensions.ToDictionary(letter => letter, letter => letters.IndexOf(letter) is var d and >= 0 ? Size(level.Shape, d) : 1),
            Distances = DistancesOf(multiscale.Axes, letters, pixelSize),
            Channels = image.Omero?.Channels ?? [],
        };
    }

    /// <summary>The same pixels with metadata that was completed after they were written.</summary>
    internal OmeXmlImage Complete(string series, Image completed) =>
        this with { Name = NameOf(series, completed), Channels = completed.Omero?.Channels ?? [] };

    private static string NameOf(string series, Image image) => image.Multiscales[0].Name is { Length: > 0 } name ? name : series;

    /// <summary>For each axis the letter that OME-XML has for it.</summary>
    private static string Letters(Multiscale multiscale)
    {
        var letters = string.Concat(multiscale.Axes.Select(axis => axis switch
        {
            TimeAxis => "T",
            ChannelAxis => "C",
            SpaceAxis { Name: "z" or "y" or "x" } => axis.Name.ToUpperInvariant(),
            _ => "?",
        }));

        // Time stands before channels and both before space: so the rules want it.
        return letters.TrimStart('T').TrimStart('C') is "YX" or "ZYX"
            ? letters
            : throw new ArgumentException(
                $"OME-XML describes images with the axes t, c, z, y, x in this order, not {string.Join(", ", multiscale.Axes.Select(axis => axis.Name))}; {Advice}");
    }

    private static int Size(Shape shape, int dimension) => shape[dimension] is > 0 and <= int.MaxValue and var length
        ? (int)length
        : throw new ArgumentException($"OME-XML cannot describe an image of {shape} pixels: each length is between 1 and {int.MaxValue}; {Advice}");

    private static Dictionary<char, (double Value, string Unit)> DistancesOf(ValueList<Axis> axes, string letters, ValueList<double> pixelSize)
    {
        var distances = new Dictionary<char, (double Value, string Unit)>();
        foreach (var (d, letter) in letters.Index())
        {
            // The schema has single precision; a number that it cannot hold is left out, for it stands in the OME-Zarr metadata.
            if (letter != 'C' && OmeXmlWords.Unit(axes[d]) is { } unit && (float)pixelSize[d] is > 0 and < float.PositiveInfinity)
            {
                distances[letter] = (pixelSize[d], unit);
            }
        }

        return distances;
    }
}
