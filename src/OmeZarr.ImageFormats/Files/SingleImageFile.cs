using OmeZarr.Files;

namespace OmeZarr.ImageFormats.Files;

/// <summary>A file of one image.</summary>
internal sealed class SingleImageFile(PlainFile file, string format, FileImage image, IReadOnlyList<FileFinding> findings) : IImageFile
{
    public string Path => file.Path;

    public string Format => format;

    public IReadOnlyList<string> Files => [file.Path];

    public IReadOnlyList<FileImage> Images { get; } = [image];

    public FilePlate? Plate => null;

    public IReadOnlyList<FileFinding> Findings => findings;

    public string? OmeXml => null;

    /// <summary>Opens a file; it is closed again if reading what it says fails.</summary>
    public static IImageFile Open(string path, ImageFileOptions? options, Func<PlainFile, IImageFile> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = PlainFile.Open(path);
        try
        {
            RequireNoPages(file, options);
            return read(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        (image.Pixels as IDisposable)?.Dispose();
        file.Dispose();
    }

    private static void RequireNoPages(PlainFile file, ImageFileOptions? options)
    {
        if (options?.Page is > 0)
        {
            throw new ArgumentException($"{file.Path} has no pages to choose from; leave out --page");
        }

        if (options?.Sizes.Count > 0)
        {
            throw new ArgumentException($"{file.Path} says the lengths of its axes itself; leave out --sizes");
        }
    }
}
