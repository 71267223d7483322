using OmeZarr.V05;
using Zarr;

namespace OmeZarr;

/// <summary>A field of view of a well that is to be written: one image.</summary>
public sealed class Field
{
    /// <summary>A field of view with its pixels.</summary>
    /// <param name="path">Name of its group in the well: ASCII letters and digits, for example <c>0</c>.</param>
    /// <param name="image">Its metadata.</param>
    /// <param name="levels">One source for each dataset of the metadata, highest resolution first.</param>
    public Field(string path, Image image, params IReadOnlyList<IArraySource> levels)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(levels);
        (Path, Image, Levels) = (path, image, levels);
    }

    /// <summary>Name of its group in the well.</summary>
    public string Path { get; }

    /// <summary>Its metadata.</summary>
    public Image Image { get; }

    /// <summary>Its pixels, highest resolution first.</summary>
    public IReadOnlyList<IArraySource> Levels { get; }

    /// <summary>The <see cref="V05.Acquisition.Id"/> of its acquisition; needed if the plate has several.</summary>
    public long? Acquisition { get; init; }

    /// <summary>Its label images.</summary>
    public IReadOnlyList<Label> Labels { get; init; } = [];
}

/// <summary>A field of view whose pixels are written later.</summary>
public sealed class FieldSpec
{
    /// <summary>A field of view without its pixels.</summary>
    /// <param name="path">Name of its group in the well: ASCII letters and digits, for example <c>0</c>.</param>
    /// <param name="image">Its metadata.</param>
    /// <param name="levels">Shape and data type for each dataset of the metadata, highest resolution first.</param>
    public FieldSpec(string path, Image image, params IReadOnlyList<ArraySpec> levels)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(levels);
        (Path, Image, Levels) = (path, image, levels);
    }

    /// <summary>Name of its group in the well.</summary>
    public string Path { get; }

    /// <summary>Its metadata.</summary>
    public Image Image { get; }

    /// <summary>Shape and type of its levels, highest resolution first.</summary>
    public IReadOnlyList<ArraySpec> Levels { get; }

    /// <summary>The <see cref="V05.Acquisition.Id"/> of its acquisition; needed if the plate has several.</summary>
    public long? Acquisition { get; init; }

    /// <summary>Its label images.</summary>
    public IReadOnlyList<LabelSpec> Labels { get; init; } = [];
}

/// <summary>A well of a plate that is to be written.</summary>
public sealed class WellFields
{
    /// <summary>A well.</summary>
    /// <param name="row">Name of its row, for example <c>A</c>.</param>
    /// <param name="column">Name of its column, for example <c>1</c>.</param>
    /// <param name="fields">Its fields of view; at least one.</param>
    public WellFields(string row, string column, params IReadOnlyList<Field> fields)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(fields);
        (Row, Column, Fields) = (row, column, fields);
    }

    /// <summary>Name of its row.</summary>
    public string Row { get; }

    /// <summary>Name of its column.</summary>
    public string Column { get; }

    /// <summary>Its fields of view.</summary>
    public IReadOnlyList<Field> Fields { get; }
}
