namespace OmeZarr.Files;

/// <summary>A kind of image file that can be opened.</summary>
public abstract class ImageFileFormat
{
    /// <summary>The number of bytes from the start of a file that <see cref="Recognizes"/> gets to see. A shorter file gives all it has.</summary>
    public const int HeadLength = 1024;

    /// <summary>The name for messages, for example <c>TIFF</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The endings of file names, in lower case with the dot, for example <c>.tif</c>. Files of a folder are chosen by them.</summary>
    public abstract IReadOnlyList<string> Extensions { get; }

    /// <summary>Whether a file is of this kind, judged by its first bytes and, where these do not tell, by its name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="head">Its first bytes; empty for a folder.</param>
    public abstract bool Recognizes(string path, ReadOnlySpan<byte> head);

    /// <summary>Opens a file and reads what it says about its images, but no pixels.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What the caller knows better than the file; null for nothing.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ImageFileException">The file is damaged, not of this kind, or uses a feature that is not supported.</exception>
    /// <exception cref="ArgumentException">The options do not fit the file.</exception>
    public abstract IImageFile Open(string path, ImageFileOptions? options = null);
}
