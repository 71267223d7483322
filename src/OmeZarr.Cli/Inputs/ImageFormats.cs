using OmeZarr.Files;
using OmeZarr.Hdf5;
using OmeZarr.ImageFormats;
using OmeZarr.Tiff;
using OmeZarr.Tiff.WebP;

namespace OmeZarr.Cli.Inputs;

/// <summary>The kinds of files that can be converted.</summary>
internal static class ImageFormats
{
    private static readonly ImageFileFormat Tiff = new TiffFormat { Decoders = [new WebPDecoder()] };

    internal static IReadOnlyList<ImageFileFormat> All { get; } = [Tiff, new PngFormat(), new JpegFormat(), new NiftiFormat(), new MrcFormat(), new Hdf5Format()];

    /// <summary>Opens a file of any known kind.</summary>
    /// <exception cref="IOException">The file is missing, damaged, or of no known kind.</exception>
    internal static IImageFile Open(string path, ImageFileOptions options)
    {
        var head = HeadOf(path);
        var known = All.FirstOrDefault(format => format.Recognizes(path, head));
        if (known is null && head.Length > 0 && !IsNamedLikeOne(path))
        {
            throw new ImageFileException(path, $"{path}: not a file of a kind that is read ({string.Join(", ", All.Select(format => format.Name))}); convert it to OME-TIFF first, for example with bfconvert of Bio-Formats");
        }

        // TIFF says what is wrong with a file that is missing or empty, or is not what its name says.
        return (known ?? Tiff).Open(path, options);
    }

    /// <summary>Whether a file's name has the ending of a known kind.</summary>
    internal static bool IsNamedLikeOne(string path) => All.Any(format => format.Extensions.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)));

    private static byte[] HeadOf(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        Zarr.Stores.FileSystemStore.OpenFile(path)?.Dispose(); // refuses pipes, which would block the next line
        using var handle = File.OpenHandle(path);
        var head = new byte[ImageFileFormat.HeadLength];
        return head[..RandomAccess.Read(handle, head, 0)];
    }
}
