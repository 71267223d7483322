namespace OmeZarr.Files;

/// <summary>An image file is damaged, is of another kind than expected, or uses a feature that is not supported.</summary>
/// <remarks>A missing file throws <see cref="FileNotFoundException"/>; a failing disk throws an <see cref="IOException"/> of the system.</remarks>
/// <param name="path">The file.</param>
/// <param name="message">What is wrong, beginning with the path.</param>
/// <param name="inner">The cause, if another error is one.</param>
public class ImageFileException(string path, string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>The path of the file that was opened.</summary>
    public string Path { get; } = path;
}
