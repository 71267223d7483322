using OmeZarr;

namespace Soak.Writers;

/// <summary>Hierarchies that are written part by part.</summary>
internal enum GrowthKind
{
    /// <summary>Wells of one field.</summary>
    Plate,

    /// <summary>Images of a bioformats2raw collection.</summary>
    Collection,

    /// <summary>Labels of an image that is there.</summary>
    Labels,
}

/// <summary>A builder of one of these kinds.</summary>
internal sealed class Growth : IAsyncDisposable
{
    /// <summary>Levels of an image to which labels are added, and of each of them.</summary>
    internal const int LevelsWithLabels = 2;

    private readonly PlateBuilder? plate;
    private readonly Bioformats2RawBuilder? collection;
    private readonly LabelsBuilder? labels;

    /// <param name="kind">What grows.</param>
    /// <param name="top">The plate or collection, or the image that gets labels.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="adds">Whether a plate or collection that is there is kept and added to.</param>
    internal Growth(GrowthKind kind, string top, WriteOptions options, bool adds = false)
    {
        options = adds ? options with { Existing = ExistingHierarchy.Append } : options;
        plate = kind == GrowthKind.Plate ? new PlateBuilder(top, null, options) : null;
        collection = kind == GrowthKind.Collection ? new Bioformats2RawBuilder(top, null, options) : null;
        labels = kind == GrowthKind.Labels ? new LabelsBuilder(Path.Join(top, "labels"), options) : null;
    }

    /// <summary>Where a part is, relative to the top.</summary>
    internal static string PathOf(GrowthKind kind, int number) => kind switch
    {
        GrowthKind.Plate => $"{(char)('A' + (number % 3))}/{1 + (number / 3)}/0",
        GrowthKind.Collection => $"{number}",
        _ => $"labels/{new[] { "cells", "nuclei", "spots", "vessels", "tissue", "other" }[number]}",
    };

    /// <summary>Writes a part; for labels its image alone.</summary>
    internal Task WriteAsync(string path, Part part, CancellationToken cancellationToken = default)
    {
        var names = path.Split('/');
        return plate?.WriteWellAsync(names[0], names[1], [new Field("0", part.Image.Metadata, part.Image.Sources) { Labels = part.LabelImages }], cancellationToken)
            ?? collection?.WriteImageAsync(new SeriesImage(path, part.Image.Metadata, part.Image.Sources) { Labels = part.LabelImages }, cancellationToken)
            ?? labels!.WriteLabelAsync(part.Image.AsLabel(names[1]), cancellationToken);
    }

    /// <summary>Announces an image, which <see cref="PrepareAsync"/> creates.</summary>
    internal void Add(string path, RandomImage image)
    {
        var names = path.Split('/');
        plate?.AddWell(names[0], names[1], [new Field("0", image.Metadata, image.Specs)]);
        collection?.AddSeries(path, image.Metadata, image.Specs);
        labels?.AddLabel(new Label(names[1], image.AsLabel(names[1]).Image, image.AsLabel(names[1]).Levels));
    }

    /// <summary>Creates what was added.</summary>
    internal Task<PreparedArrays> PrepareAsync(CancellationToken cancellationToken = default) =>
        plate?.PrepareAsync(cancellationToken) ?? collection?.PrepareAsync(cancellationToken) ?? labels!.PrepareAsync(cancellationToken);

    /// <summary>Fills an image that was prepared.</summary>
    internal Task FillAsync(PreparedArrays arrays, string path, RandomImage image)
    {
        var (key, levels) = labels is null ? (path, image.Sources) : (path.Split('/')[1], image.AsLabel("any").Pixels!);
        return Task.WhenAll(levels.Select((level, number) => arrays[$"{key}/{number}"].WriteAsync(level)));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var builder in new IAsyncDisposable?[] { plate, collection, labels })
        {
            await (builder?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}
