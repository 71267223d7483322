using OmeZarr.V05;
using Zarr;

namespace OmeZarr;

/// <summary>A label image that is to be written below the image that it describes: its pixels are numbers of objects, 0 is background.</summary>
public sealed class Label
{
    /// <summary>A label image with its pixels.</summary>
    /// <param name="name">Name of its group, for example <c>cells</c>.</param>
    /// <param name="image">Its metadata. Without a source in it, <c>../../</c> is written: the image two groups above.</param>
    /// <param name="levels">One source of integers for each dataset of the metadata, as many as the described image has levels.</param>
    public Label(string name, LabelImage image, params IReadOnlyList<IArraySource> levels)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(levels);
        (Name, Image, Levels) = (name, image, levels);
    }

    /// <summary>Name of its group.</summary>
    public string Name { get; }

    /// <summary>Its metadata.</summary>
    public LabelImage Image { get; }

    /// <summary>Its pixels, highest resolution first.</summary>
    public IReadOnlyList<IArraySource> Levels { get; }

    /// <summary>How its arrays are divided into chunks; null as <see cref="WriteOptions.Chunks"/> says. Lengths given there for an image with channels cannot
    /// fit its labels, which have none.</summary>
    public ChunkShape? Chunks { get; init; }

    /// <summary>How its chunks are put together in shards; null as <see cref="WriteOptions.Shards"/> says.</summary>
    public ShardShape? Shards { get; init; }
}

/// <summary>A label image whose pixels are written later.</summary>
public sealed class LabelSpec
{
    /// <summary>A label image without its pixels.</summary>
    /// <param name="name">Name of its group, for example <c>cells</c>.</param>
    /// <param name="image">Its metadata. Without a source in it, <c>../../</c> is written: the image two groups above.</param>
    /// <param name="levels">Shape and integer type for each dataset of the metadata, as many as the described image has levels.</param>
    public LabelSpec(string name, LabelImage image, params IReadOnlyList<ArraySpec> levels)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(levels);
        (Name, Image, Levels) = (name, image, levels);
    }

    /// <summary>Name of its group.</summary>
    public string Name { get; }

    /// <summary>Its metadata.</summary>
    public LabelImage Image { get; }

    /// <summary>Shape and type of its levels, highest resolution first.</summary>
    public IReadOnlyList<ArraySpec> Levels { get; }

    /// <summary>How its arrays are divided into chunks; null as <see cref="WriteOptions.Chunks"/> says. Lengths given there for an image with channels cannot
    /// fit its labels, which have none.</summary>
    public ChunkShape? Chunks { get; init; }

    /// <summary>How its chunks are put together in shards; null as <see cref="WriteOptions.Shards"/> says.</summary>
    public ShardShape? Shards { get; init; }
}
