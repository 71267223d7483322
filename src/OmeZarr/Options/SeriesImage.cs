using System.Runtime.CompilerServices;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr;

/// <summary>An image of a collection (bioformats2raw layout).</summary>
public sealed class SeriesImage : ImageContent
{
    /// <summary>An image with its pixels.</summary>
    /// <param name="name">Name of its group in the collection, for example <c>0</c>; not <c>OME</c>, where the collection is described.</param>
    /// <param name="image">Its metadata.</param>
    /// <param name="levels">One source for each dataset of the metadata, highest resolution first.</param>
    [OverloadResolutionPriority(1)]
    public SeriesImage(string name, Image image, params IReadOnlyList<IArraySource> levels)
        : base(name, image, levels)
    {
    }

    /// <summary>An image whose pixels are written later.</summary>
    /// <param name="name">Name of its group in the collection, for example <c>0</c>; not <c>OME</c>, where the collection is described.</param>
    /// <param name="image">Its metadata.</param>
    /// <param name="levels">Shape and data type for each dataset of the metadata, highest resolution first.</param>
    public SeriesImage(string name, Image image, params IReadOnlyList<ArraySpec> levels)
        : base(name, image, levels)
    {
    }

    /// <summary>Its label images.</summary>
    public IReadOnlyList<Label> Labels { get; init; } = [];
}
