using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.OmeXml;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.OmeTiff;

/// <summary>The folder of a set of files: finds the files that OME-XML refers to, and nothing outside of the folder.</summary>
internal sealed class OmeFolder(string path, FileHandles handles)
{
    // Looking for renamed files opens those of the folder.
    private const int MostSearched = 10_000;

    // The identifier stands at the start of the document.
    private const int HeadBytes = 1 << 16;

    private static readonly string[] Endings = [".tif", ".tiff", ".btf", ".tf2", ".tf8", ".ome"];

    private static readonly EnumerationOptions Listing = new() { IgnoreInaccessible = true };

    private Dictionary<string, string>? byUuid;

    /// <summary>The folder of a file.</summary>
    public static OmeFolder Of(string file, FileHandles handles) => new(Path.GetDirectoryName(file) ?? string.Empty, handles);

    /// <summary>The file that a document calls by a name or an identifier; null if it is not there. Renamed files are found by their identifier.</summary>
    public string? Find(string? name, string? uuid) =>
        (name is null ? null : FindName(name)) ?? (uuid is null ? null : FindUuid(uuid));

    /// <summary>The file of a name; null if it is not there.</summary>
    public string? FindName(string name)
    {
        var parts = name.Split('/', '\\');
        // Writers put the path of their own machine into the name; then the file is beside the document.
        var isInside = !parts.Contains("..") && parts[0].Length > 0 && !parts[0].Contains(':', StringComparison.Ordinal);
        return isInside && Existing(string.Join(Path.DirectorySeparatorChar, parts)) is { } found ? found : Existing(parts[^1]);
    }

    private string? Existing(string relative)
    {
        var file = Path.Join(path, relative);
        return relative is not ("" or "." or "..") && File.Exists(file) ? file : null;
    }

    private string? FindUuid(string uuid)
    {
        byUuid ??= ReadUuids();
        return byUuid.GetValueOrDefault(uuid);
    }

    private Dictionary<string, string> ReadUuids()
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var files = Directory.EnumerateFiles(path.Length > 0 ? path : ".", "*", Listing).Where(file => Endings.Contains(Path.GetExtension(file).ToLowerInvariant())).Take(MostSearched);
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            if (UuidOf(file) is { } uuid)
            {
                found.TryAdd(uuid, Path.Join(path, Path.GetFileName(file)));
            }
        }

        return found;
    }

    private string? UuidOf(string file)
    {
        try
        {
            return OmeText.Find(HeadOf(file)) is { } text ? OmeXmlReader.ReadUuid(file, text) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Any other file of the folder may be damaged or secret; it is none of the set.
            return null;
        }
    }

    private string HeadOf(string file)
    {
        if (file.EndsWith(".ome", StringComparison.OrdinalIgnoreCase))
        {
            return OmeMetadataFile.ReadText(file, HeadBytes);
        }

        using var storage = TiffStorage.Open(file, handles);
        return TiffDirectory.ReadAll(storage).FirstOrDefault() is { } directory ? TiffPages.Text(directory, TiffTag.ImageDescription, HeadBytes) : string.Empty;
    }
}
