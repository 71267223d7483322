using System.Runtime.CompilerServices;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr;

/// <summary>A label image below the image that it describes: its pixels are numbers of objects, 0 is background.</summary>
public sealed class Label : ImageContent
{
    /// <summary>A label image with its pixels.</summary>
    /// <param name="name">Name of its group, for example <c>cells</c>.</param>
    /// <param name="image">Its metadata. Without a source in it, <c>../../</c> is written if an image is there, two groups above.</param>
    /// <param name="levels">One source of integers for each dataset of the metadata, as many as the described image has levels.</param>
    [OverloadResolutionPriority(1)]
    public Label(string name, LabelImage image, params IReadOnlyList<IArraySource> levels)
        : base(name, image, levels)
    {
    }

    /// <summary>A label image whose pixels are written later.</summary>
    /// <param name="name">Name of its group, for example <c>cells</c>.</param>
    /// <param name="image">Its metadata. Without a source in it, <c>../../</c> is written if an image is there, two groups above.</param>
    /// <param name="levels">Shape and integer type for each dataset of the metadata, as many as the described image has levels.</param>
    public Label(string name, LabelImage image, params IReadOnlyList<ArraySpec> levels)
        : base(name, image, levels)
    {
    }

    /// <summary>Its metadata.</summary>
    public override LabelImage Image => (LabelImage)base.Image;
}
