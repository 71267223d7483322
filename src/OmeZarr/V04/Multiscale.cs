using OmeZarr.Json;
using OmeZarr.V05;

namespace OmeZarr.V04;

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

    /// <summary>Version of the specification: <c>0.4</c>. Recommended; a document that was read may lack it.</summary>
    public string? Version { get; init; } = Image.SupportedVersion;

    /// <summary>How the smaller levels were made, for example <c>gaussian</c>. Recommended.</summary>
    public string? Type { get; init; }

    /// <summary>Anything about how the smaller levels were made. Recommended.</summary>
    public JsonMembers? Metadata { get; init; }

    /// <inheritdoc cref="V05.Multiscale.ChannelAxisIndex"/>
    public int? ChannelAxisIndex => As05().ChannelAxisIndex;

    /// <inheritdoc cref="V05.Multiscale.Units"/>
    public ValueList<string?> Units => As05().Units;

    /// <inheritdoc cref="V05.Multiscale.FromDimensions"/>
    public static Multiscale FromDimensions(
        IReadOnlyList<Dimension> dimensions, string? name = null, int levels = 1, Downsampling downsampling = Downsampling.Stride) =>
        From05(V05.Multiscale.FromDimensions(dimensions, name, levels, downsampling));

    /// <inheritdoc cref="V05.Multiscale.PixelSize"/>
    public ValueList<double> PixelSize(int level) => As05().PixelSize(level);

    /// <inheritdoc cref="V05.Multiscale.Origin"/>
    public ValueList<double> Origin(int level) => As05().Origin(level);

    static Multiscale IJsonObject<Multiscale>.Read(ObjectReader json) => new()
    {
        Name = json.Optional("name", JsonCursor.String),
        Axes = Axis.ReadRequired(json),
        Datasets = json.Required("datasets", JsonCursor.Objects<Dataset>),
        CoordinateTransformations = json.Optional("coordinateTransformations", JsonCursor.Objects<CoordinateTransformation>),
        Version = json.Optional("version", JsonCursor.String),
        Type = json.Optional("type", JsonCursor.String),
        Metadata = json.Optional("metadata", JsonCursor.Members),
    };

    internal override void Write(ObjectWriter json) => json
        .String("name", Name)
        .Objects("axes", Axes)
        .Objects("datasets", Datasets)
        .Objects("coordinateTransformations", CoordinateTransformations)
        .String("version", Version)
        .String("type", Type)
        .Members("metadata", Metadata);

    /// <summary>The same in 0.5, which has no version here.</summary>
    internal V05.Multiscale As05() => new()
    {
        Name = Name,
        Axes = Axes,
        Datasets = Datasets,
        CoordinateTransformations = CoordinateTransformations,
        Type = Type,
        Metadata = Metadata,
        ExtraMembers = ExtraMembers,
    };

    internal static Multiscale From05(V05.Multiscale v05) => new()
    {
        Name = v05.Name,
        Axes = v05.Axes,
        Datasets = v05.Datasets,
        CoordinateTransformations = v05.CoordinateTransformations,
        Type = v05.Type,
        Metadata = v05.Metadata,
        ExtraMembers = v05.ExtraMembers,
    };
}
