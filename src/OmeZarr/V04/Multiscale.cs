using OmeZarr.V04.Mapping;
using OmeZarr.V05;

namespace OmeZarr.V04;

/// <summary>
/// An image at one or more resolutions (section "multiscales"): its axes, and its levels from the finest to the coarsest.
/// </summary>
public sealed record Multiscale
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

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;

    /// <inheritdoc cref="V05.Multiscale.ChannelAxisIndex"/>
    public int? ChannelAxisIndex => V04Adapter.ToV05(this).ChannelAxisIndex;

    /// <inheritdoc cref="V05.Multiscale.Units"/>
    public ValueList<string?> Units => V04Adapter.ToV05(this).Units;

    /// <inheritdoc cref="V05.Multiscale.FromDimensions"/>
    public static Multiscale FromDimensions(
        IReadOnlyList<Dimension> dimensions, string? name = null, int levels = 1, Downsampling downsampling = Downsampling.Striding)
    {
        var v05 = V05.Multiscale.FromDimensions(dimensions, name, levels, downsampling);
        return new Multiscale { Name = v05.Name, Axes = v05.Axes, Datasets = v05.Datasets };
    }

    /// <inheritdoc cref="V05.Multiscale.PixelSize"/>
    public ValueList<double> PixelSize(int level) => V04Adapter.ToV05(this).PixelSize(level);

    /// <inheritdoc cref="V05.Multiscale.Origin"/>
    public ValueList<double> Origin(int level) => V04Adapter.ToV05(this).Origin(level);
}
