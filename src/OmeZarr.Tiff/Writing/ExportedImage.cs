using OmeZarr.OmeXml;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Tiff.Writing;

/// <summary>An image that is written to an OME-TIFF file: its levels as planes, and what OME-XML says of it.</summary>
internal sealed record ExportedImage
{
    /// <summary>More tiles than this are no image, but damaged metadata. With 512 x 512 pixels of 16 bits they are 32 TB.</summary>
    private const long MostTiles = 64L << 20;
    private const long MostPlanes = 1 << 20;

    internal required string Name { get; init; }

    internal required string PixelType { get; init; }

    /// <summary>The levels, full resolution first.</summary>
    internal required IReadOnlyList<PlaneStack> Levels { get; init; }

    /// <summary>Pixel distances by letters of <see cref="PlaneLetters"/>, with the symbol of the unit.</summary>
    internal required IReadOnlyDictionary<char, (double Value, string Unit)> Distances { get; init; }

    /// <summary>Coordinates of the first pixel, and the distance of the next one; null if all are 0.</summary>
    internal required IReadOnlyDictionary<char, (double First, double Step, string Unit)>? Origin { get; init; }

    internal required IReadOnlyList<OmeroChannel> Channels { get; init; }

    /// <summary>What the file does not hold.</summary>
    internal required IReadOnlyList<Finding> Losses { get; init; }

    /// <exception cref="OmeZarrException">OME-TIFF has no such axes or lengths.</exception>
    /// <exception cref="UnsupportedFeatureException">OME-TIFF has no such pixels.</exception>
    /// <exception cref="ArgumentException">The image has no such level.</exception>
    internal static async Task<ExportedImage> OfAsync(OmeImage image, int firstLevel, CancellationToken cancellationToken)
    {
        if (firstLevel < 0 || firstLevel >= image.Levels.Count)
        {
            throw new ArgumentException($"{image} has the levels 0 to {image.Levels.Count - 1}; there is no level {firstLevel}");
        }

        var subject = image.ToString();
        var letters = PlaneLetters.Of(image.Axes, subject);
        var (level, losses) = (image.Levels[firstLevel], new ExportLosses(image));
        var first = StackOf(level, letters);
        Require(first, subject);
        var (dataset, multiscale) = (image.Multiscale.Datasets.Index().First(one => one.Item.Path == level.Path).Index, image.Multiscale);
        var exported = new ExportedImage
        {
            Name = multiscale.Name is { Length: > 0 } name ? name : image.Group.Path.Value,
            PixelType = PixelTypeOf(level.DataType, subject),
            Levels = [first, .. Smaller(image, firstLevel, letters, losses)],
            Distances = DistancesOf(image.Axes, letters, multiscale.PixelSize(dataset), losses),
            Origin = OriginOf(image.Axes, letters, multiscale.Origin(dataset), multiscale.PixelSize(dataset)),
            Channels = image.Metadata.Omero?.Channels ?? [],
            Losses = [],
        };
        await losses.AddAsync(cancellationToken).ConfigureAwait(false);
        return exported with { Losses = losses.All };
    }

    /// <summary>The pixel type of OME-XML.</summary>
    private static string PixelTypeOf(DataType type, string subject) => type.Name is not ("bool" or "complex64" or "complex128") && OmeXmlWords.PixelType(type) is { } known
        ? known
        : throw new UnsupportedFeatureException(type.Name, $"{subject} has pixels of {type.Name}; OME-TIFF files hold integers of 8, 16 and 32 bits, float32 and float64. Write it with another data type first");

    private static PlaneStack StackOf(OmeImageLevel level, string letters) => new(level, level.ZarrArray.InnerChunkShape ?? level.ZarrArray.ChunkShape, letters);

    private static void Require(PlaneStack stack, string subject)
    {
        if (stack.Lengths.Any(length => length is < 1 or > int.MaxValue) || !Shape.Create(stack.Lengths).TryGetElementCount(out _)
            || stack.Planes > MostPlanes || WrittenLevel.TileCount(stack, WrittenLevel.TileOf(stack)) is < 1 or > MostTiles)
        {
            throw new UnsupportedFeatureException(
                "shape",
                $"{subject} has {string.Join(" x ", stack.Lengths)} pixels (t, c, z, y, x), which no TIFF file can hold: each length is at least 1, there are at most {MostPlanes:N0} planes and {MostTiles:N0} tiles");
        }
    }

    /// <summary>The coarser levels that have the planes of the first, only smaller, as SubIFDs have them.</summary>
    private static List<PlaneStack> Smaller(OmeImage image, int firstLevel, string letters, ExportLosses losses)
    {
        var stacks = new List<PlaneStack> { StackOf(image.Levels[firstLevel], letters) };
        foreach (var level in image.Levels.Skip(firstLevel + 1))
        {
            var (stack, finer) = (StackOf(level, letters), stacks[^1]);
            var isSmaller = stack.Lengths.All(length => length > 0) && stack.Lengths.AsSpan(0, 3).SequenceEqual(finer.Lengths.AsSpan(0, 3)) && stack.Lengths[3] <= finer.Lengths[3] && stack.Lengths[4] <= finer.Lengths[4]
                && (stack.Lengths[3] < finer.Lengths[3] || stack.Lengths[4] < finer.Lengths[4]);
            if (isSmaller && level.DataType == image.Levels[firstLevel].DataType)
            {
                stacks.Add(stack);
            }
            else
            {
                losses.Add("ome-tiff-level", $"level {level.Path} of {level.Shape} is left out: levels of a TIFF file have all planes of the full resolution, in fewer pixels and of the same data type");
            }
        }

        return stacks[1..];
    }

    private static Dictionary<char, (double Value, string Unit)> DistancesOf(IReadOnlyList<Axis> axes, string letters, ValueList<double> sizes, ExportLosses losses)
    {
        var distances = new Dictionary<char, (double Value, string Unit)>();
        foreach (var (d, letter) in letters.Index().Where(axis => axis.Item != 'C'))
        {
            if (UnitOf(axes[d], letter) is { } unit && (float)sizes[d] is > 0 and < float.PositiveInfinity)
            {
                distances[letter] = (sizes[d], unit);
            }
            else if (sizes[d] != 1 || axes[d].Unit is not null)
            {
                losses.Add("ome-tiff-scale", $"the pixel size of {axes[d].Name}, {sizes[d]} {axes[d].Unit ?? "without a unit"}, is left out: OME-XML has no such unit or value");
            }
        }

        return distances;
    }

    /// <summary>A position without a unit is one in the reference frame of the instrument, as OME-XML calls it.</summary>
    private static Dictionary<char, (double First, double Step, string Unit)>? OriginOf(IReadOnlyList<Axis> axes, string letters, ValueList<double> origin, ValueList<double> sizes) =>
        letters.Index().All(axis => origin[axis.Index] == 0 || axis.Item == 'C')
            ? null
            : letters.Index().Where(axis => axis.Item != 'C' && double.IsFinite(origin[axis.Index]))
                .Select(axis => (Letter: axis.Item, First: origin[axis.Index], Step: sizes[axis.Index], Unit: UnitOf(axes[axis.Index], axis.Item) ?? (axis.Item == 'T' ? null : "reference frame")))
                .Where(axis => axis.Unit is not null)
                .ToDictionary(axis => axis.Letter, axis => (axis.First, axis.Step, axis.Unit!));

    private static string? UnitOf(Axis axis, char letter) => OmeXmlWords.Unit(letter == 'T' ? new TimeAxis(axis.Name, axis.Unit) : new SpaceAxis(axis.Name, axis.Unit));
}
