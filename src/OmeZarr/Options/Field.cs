using System.Runtime.CompilerServices;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr;

/// <summary>A field of view of a well: one image.</summary>
public sealed class Field : ImageContent
{
    /// <summary>A field of view with its pixels.</summary>
    /// <param name="name">Name of its group in the well: ASCII letters and digits, for example <c>0</c> (<see cref="PlateOptions.RelaxedFieldNames"/> allows more).</param>
    /// <param name="image">Its metadata.</param>
    /// <param name="levels">One source for each dataset of the metadata, highest resolution first.</param>
    [OverloadResolutionPriority(1)]
    public Field(string name, Image image, params IReadOnlyList<IArraySource> levels)
        : base(name, image, levels)
    {
    }

    /// <summary>A field of view whose pixels are written later.</summary>
    /// <param name="name">Name of its group in the well: ASCII letters and digits, for example <c>0</c> (<see cref="PlateOptions.RelaxedFieldNames"/> allows more).</param>
    /// <param name="image">Its metadata.</param>
    /// <param name="levels">Shape and data type for each dataset of the metadata, highest resolution first.</param>
    public Field(string name, Image image, params IReadOnlyList<ArraySpec> levels)
        : base(name, image, levels)
    {
    }

    /// <summary>The <see cref="V05.Acquisition.Id"/> of its acquisition; needed if the plate has several.</summary>
    public long? Acquisition { get; init; }

    /// <summary>Its label images.</summary>
    public IReadOnlyList<Label> Labels { get; init; } = [];
}
