using OmeZarr;

namespace Soak.Writers;

/// <summary>A whole hierarchy that is written by one call.</summary>
internal sealed class OneShot
{
    private readonly int kind;
    private readonly List<(string Path, Part Part)> parts;

    private OneShot(int kind, IEnumerable<(string Path, Part Part)> parts) => (this.kind, this.parts) = (kind, [.. parts]);

    /// <summary>What it brings.</summary>
    internal IEnumerable<KeyValuePair<string, RandomImage>> Images => parts.SelectMany(part => part.Part.At(part.Path));

    /// <summary>An image, a plate or a collection.</summary>
    internal static OneShot Make(Random random)
    {
        var (kind, numbers) = (random.Next(3), Enumerable.Range(0, random.Next(1, 5)));
        return new OneShot(kind, kind switch
        {
            0 => numbers.Select(number => (Growth.PathOf(GrowthKind.Plate, number), Part.Make(random))),
            1 => numbers.Select(number => (Growth.PathOf(GrowthKind.Collection, number), Part.Make(random))),
            _ => [(string.Empty, Part.Make(random))],
        });
    }

    /// <summary>An image alone.</summary>
    internal static OneShot Image(Part part) => new(2, [(string.Empty, part)]);

    /// <summary>A plate of these fields.</summary>
    internal static OneShot Plate(IEnumerable<(string Path, Part Part)> fields) => new(0, fields);

    /// <summary>A collection of these series.</summary>
    internal static OneShot Collection(IEnumerable<(string Path, Part Part)> series) => new(1, series);

    /// <summary>Writes it.</summary>
    internal Task WriteAsync(string root, WriteOptions options, CancellationToken cancellationToken = default) => kind switch
    {
        0 => OmeWriter.WritePlateAsync(root, [.. parts.Select(WellOf)], null, options, cancellationToken),
        1 => OmeWriter.WriteBioformats2RawAsync(root, [.. parts.Select(SeriesOf)], null, options, cancellationToken),
        _ => OmeWriter.WriteImageAsync(root, parts[0].Part.Image.Metadata, parts[0].Part.Image.Sources, options, parts[0].Part.LabelImages, cancellationToken),
    };

    private static WellFields WellOf((string Path, Part Part) well)
    {
        var names = well.Path.Split('/');
        return new WellFields(names[0], names[1], new Field(names[2], well.Part.Image.Metadata, well.Part.Image.Sources) { Labels = well.Part.LabelImages });
    }

    private static SeriesImage SeriesOf((string Path, Part Part) series) =>
        new(series.Path, series.Part.Image.Metadata, series.Part.Image.Sources) { Labels = series.Part.LabelImages };
}
