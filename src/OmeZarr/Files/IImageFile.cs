namespace OmeZarr.Files;

/// <summary>A file, or a set of files that belong together, with one or more images. Pixels are read on demand.</summary>
/// <remarks>Any number of threads may read pixels at the same time. After <see cref="IDisposable.Dispose"/> no pixels can be read.</remarks>
public interface IImageFile : IDisposable
{
    /// <summary>The path that was opened.</summary>
    string Path { get; }

    /// <summary>The kind of file, as the table of formats in the guide names it, for example <c>OME-TIFF</c>, <c>ImageJ</c> or <c>PNG</c>.</summary>
    string Format { get; }

    /// <summary>The files that hold the pixels and the metadata. The opened file comes first.</summary>
    IReadOnlyList<string> Files { get; }

    /// <summary>The images, in the order of the file; at least one.</summary>
    IReadOnlyList<FileImage> Images { get; }

    /// <summary>The multi-well plate whose fields the images are; null if the file describes none. Each field says its place in <see cref="FileImage.Well"/>.</summary>
    FilePlate? Plate { get; }

    /// <summary>What <see cref="Images"/> lacks of the file, and what was guessed.</summary>
    IReadOnlyList<FileFinding> Findings { get; }

    /// <summary>The OME-XML of the file; null if it has none. Its images are those of <see cref="Images"/>, in the same order.</summary>
    string? OmeXml { get; }
}
