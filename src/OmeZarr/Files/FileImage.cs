using Zarr;

namespace OmeZarr.Files;

/// <summary>One image of a file: pixels, and what the file says about them.</summary>
public sealed record FileImage
{
    /// <summary>The pixels of full resolution, with the axes of <see cref="Axes"/>.</summary>
    public required IArraySource Pixels { get; init; }

    /// <summary>One letter for each axis of <see cref="Pixels"/>, for example <c>czyx</c>: letters of <c>tczyx</c>, in this order.</summary>
    public required string Axes { get; init; }

    /// <summary>For each axis the distance between its elements, or null if the file does not say it.</summary>
    public required IReadOnlyList<PhysicalSize?> PixelSizes { get; init; }

    /// <summary>The name of the image; null if the file does not name it.</summary>
    public string? Name { get; init; }

    /// <summary>What the image shows.</summary>
    public FileImageKind Kind { get; init; }

    /// <summary>The channels: one for each element of axis c, or one for an image without that axis. Empty if the file says nothing about them.</summary>
    public IReadOnlyList<FileChannel> Channels { get; init; } = [];

    /// <summary>Smaller copies of the image in the file, from large to small, with the axes and the data type of <see cref="Pixels"/>.</summary>
    public IReadOnlyList<IArraySource> Levels { get; init; } = [];

    /// <summary>The position of the first pixel on the stage, for each axis; null where the file does not say it. Empty if it says nothing.</summary>
    public IReadOnlyList<FilePosition?> Position { get; init; } = [];

    /// <summary>The place of the image on <see cref="IImageFile.Plate"/>; null if it is not a field of a plate.</summary>
    public FileWell? Well { get; init; }
}

/// <summary>What an image of a file shows.</summary>
public enum FileImageKind
{
    /// <summary>The specimen.</summary>
    Image,

    /// <summary>The paper label of a slide.</summary>
    SlideLabel,

    /// <summary>An overview of the whole slide.</summary>
    Macro,

    /// <summary>A small picture of another image of the file.</summary>
    Thumbnail,
}

/// <summary>A position along one axis of the stage.</summary>
/// <param name="Value">A finite number, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Name of the unit as OME-Zarr spells it, for example <c>micrometer</c>; null if the file does not say it.</param>
public readonly record struct FilePosition(double Value, string? Unit);
