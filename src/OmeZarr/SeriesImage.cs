using OmeZarr.V05;
using Zarr;

namespace OmeZarr;

/// <summary>An image of a collection (bioformats2raw layout) that is to be written.</summary>
public sealed class SeriesImage
{
    /// <summary>An image with its pixels.</summary>
    /// <param name="name">Name of its group in the collection, for example <c>0</c>; not <c>OME</c>, where the collection is described.</param>
    /// <param name="image">Its metadata.</param>
    /// <param name="levels">One source for each dataset of the metadata, highest resolution first.</param>
    public SeriesImage(string name, Image image, params IReadOnlyList<IArraySource> levels)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(levels);
        (Name, Image, Levels) = (name, image, levels);
    }

    /// <summary>Name of its group in the collection.</summary>
    public string Name { get; }

    /// <summary>Its metadata.</summary>
    public Image Image { get; }

    /// <summary>Its pixels, highest resolution first.</summary>
    public IReadOnlyList<IArraySource> Levels { get; }

    /// <summary>Its label images.</summary>
    public IReadOnlyList<Label> Labels { get; init; } = [];
}

/// <summary>An image of a collection whose pixels are written later.</summary>
public sealed class SeriesSpec
{
    /// <summary>An image without its pixels.</summary>
    /// <param name="name">Name of its group in the collection, for example <c>0</c>; not <c>OME</c>, where the collection is described.</param>
    /// <param name="image">Its metadata.</param>
    /// <param name="levels">Shape and data type for each dataset of the metadata, highest resolution first.</param>
    public SeriesSpec(string name, Image image, params IReadOnlyList<ArraySpec> levels)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(levels);
        (Name, Image, Levels) = (name, image, levels);
    }

    /// <summary>Name of its group in the collection.</summary>
    public string Name { get; }

    /// <summary>Its metadata.</summary>
    public Image Image { get; }

    /// <summary>Shape and type of its levels, highest resolution first.</summary>
    public IReadOnlyList<ArraySpec> Levels { get; }

    /// <summary>Its label images.</summary>
    public IReadOnlyList<LabelSpec> Labels { get; init; } = [];
}
