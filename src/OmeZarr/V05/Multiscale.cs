using OmeZarr.Json;

namespace OmeZarr.V05;

/// <summary>
/// An image at one or more resolutions (section "multiscales"): its axes, and its levels from the finest to the coarsest.
/// </summary>
public sealed record Multiscale : OmeObject, IJsonObject<Multiscale>
{
    /// <summary>Name of the image. Recommended.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Two to five axes in the order of the arrays' dimensions: time, then channel or custom, then two or three of space.
    /// </summary>
    public required ValueList<Axis> Axes { get; init; }

    /// <summary>The levels, highest resolution first; at least one.</summary>
    public required ValueList<Dataset> Datasets { get; init; }

    /// <summary>Applied to all levels, after the transformations of the dataset: one scale, then at most one translation.</summary>
    public ValueList<CoordinateTransformation>? CoordinateTransformations { get; init; }

    /// <summary>How the smaller levels were made, for example <c>gaussian</c>. Recommended.</summary>
    public string? Type { get; init; }

    /// <summary>Anything about how the smaller levels were made. Recommended.</summary>
    public JsonMembers? Metadata { get; init; }

    /// <summary>Position of the channel axis among the axes, counted from 0; <see langword="null"/> if there is none.</summary>
    public int? ChannelAxisIndex => Axes.Index().Where(a => a.Item is ChannelAxis).Select(a => (int?)a.Index).FirstOrDefault();

    /// <summary>Units of the axes, in their order; <see langword="null"/> where none is stated.</summary>
    public ValueList<string?> Units => [.. Axes.Select(axis => axis.Unit)];

    /// <summary>
    /// Metadata of a pyramid made of everyday terms. Level <c>k</c> is the array <c>k</c>; its scale is that of the dimension times its
    /// factor to the power <c>k</c>.
    /// </summary>
    /// <param name="dimensions">The axes, in the order of the arrays' dimensions.</param>
    /// <param name="name">Name of the image.</param>
    /// <param name="levels">Number of levels, at least 1.</param>
    /// <param name="downsampling">How the smaller levels are made. All methods but <see cref="Downsampling.Stride"/> add the half pixel translations to them.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are less than one level.</exception>
    public static Multiscale FromDimensions(
        IReadOnlyList<Dimension> dimensions, string? name = null, int levels = 1, Downsampling downsampling = Downsampling.Stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 1);
        return new Multiscale
        {
            Name = name,
            Axes = [.. dimensions.Select(d => Axis.Create(d.Name, d.InferType(), d.Unit))],
            Datasets = [.. Enumerable.Range(0, levels).Select(level => Dataset.Create(dimensions, level, downsampling))],
        };
    }

    /// <summary>
    /// Distance between neighbouring pixels of a level along each axis, in its unit: the dataset's scale times that of the multiscale.
    /// </summary>
    /// <param name="level">Index of the dataset, 0 for the highest resolution.</param>
    /// <remarks>A scale that an invalid document lacks, or that has not one number for each axis, counts as 1.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such level.</exception>
    public ValueList<double> PixelSize(int level)
    {
        var dataset = Datasets[level].CoordinateTransformations;
        return [.. Axes.Select((_, axis) => Scale(dataset, axis) * Scale(CoordinateTransformations, axis))];
    }

    /// <summary>Physical coordinates of the centre of a level's first pixel, along each axis in its unit.</summary>
    /// <param name="level">Index of the dataset, 0 for the highest resolution.</param>
    /// <remarks>A translation that is not there counts as 0.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such level.</exception>
    public ValueList<double> Origin(int level)
    {
        var dataset = Datasets[level].CoordinateTransformations;
        return [.. Axes.Select((_, axis) =>
            Translation(CoordinateTransformations, axis)
            + (Scale(CoordinateTransformations, axis) * Translation(dataset, axis)))];
    }

    static Multiscale IJsonObject<Multiscale>.Read(ObjectReader json) => new()
    {
        Name = json.Optional("name", JsonCursor.String),
        Axes = Axis.ReadRequired(json),
        Datasets = json.Required("datasets", JsonCursor.Objects<Dataset>),
        CoordinateTransformations = json.Optional("coordinateTransformations", JsonCursor.Objects<CoordinateTransformation>),
        Type = json.Optional("type", JsonCursor.String),
        Metadata = json.Optional("metadata", JsonCursor.Members),
    };

    internal override void Write(ObjectWriter json) => json
        .String("name", Name)
        .Objects("axes", Axes)
        .Objects("datasets", Datasets)
        .Objects("coordinateTransformations", CoordinateTransformations)
        .String("type", Type)
        .Members("metadata", Metadata);

    /// <summary>The same axes and levels without the channels, for a mask.</summary>
    internal Multiscale WithoutChannels()
    {
        var axes = Axes.Index().Where(axis => axis.Item is not ChannelAxis).Select(axis => axis.Index).ToHashSet();
        return new Multiscale
        {
            Axes = [.. Axes.Where(axis => axis is not ChannelAxis)],
            Datasets = [.. Datasets.Select(dataset => dataset with { CoordinateTransformations = Along(dataset.CoordinateTransformations) })],
            CoordinateTransformations = CoordinateTransformations is { } all ? Along(all) : null,
        };

        ValueList<CoordinateTransformation> Along(ValueList<CoordinateTransformation> whole) => [.. whole.Select(transformation => transformation.Along(axes))];
    }

    private double Scale(ValueList<CoordinateTransformation>? transformations, int axis) =>
        transformations?.OfType<ScaleTransformation>().FirstOrDefault() is { } t && t.Scale.Count == Axes.Count ? t.Scale[axis] : 1;

    private double Translation(ValueList<CoordinateTransformation>? transformations, int axis) =>
        transformations?.OfType<TranslationTransformation>().FirstOrDefault() is { } t && t.Translation.Count == Axes.Count
            ? t.Translation[axis]
            : 0;
}
