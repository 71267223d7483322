using OmeZarr.Tiff.OmeXml;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.OmeTiff;

/// <summary>A file that is OME-XML and nothing else, with the name <c>*.companion.ome</c>.</summary>
internal static class OmeMetadataFile
{
    private const int HeadBytes = 1024;

    /// <summary>Whether a file is one. A file that is missing is none.</summary>
    public static bool IsOne(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var file = new OpenMetadata(path);
        return OmeText.IsDocument(path, file.Read(HeadBytes));
    }

    /// <summary>The text of a file; only the start if it is longer than <paramref name="limit"/> bytes.</summary>
    public static string ReadText(string path, int limit)
    {
        using var file = new OpenMetadata(path);
        return OmeText.Decode(file.Read(limit));
    }

    /// <summary>The whole text of a file.</summary>
    /// <exception cref="TiffFormatException">The file is too long.</exception>
    public static string ReadText(string path)
    {
        using var file = new OpenMetadata(path);
        return file.Length <= OmeText.MaxBytes
            ? OmeText.Decode(file.Read(OmeText.MaxBytes))
            : throw new TiffFormatException(path, $"its OME-XML has {file.Length} bytes; at most {OmeText.MaxBytes} are read");
    }

    private sealed class OpenMetadata : IDisposable
    {
        private readonly OpenFile bytes;

        public OpenMetadata(string path)
        {
            global::Zarr.Stores.FileSystemStore.OpenFile(path)?.Dispose(); // refuses pipes, which would block the next line
            bytes = new OpenFile(path);
        }

        public long Length => bytes.Length;

        public ReadOnlySpan<byte> Read(int limit)
        {
            var read = new byte[(int)Math.Min(limit, bytes.Length)];
            var count = 0;
            while (count < read.Length && bytes.Read(read.AsSpan(count), count) is > 0 and var more)
            {
                count += more;
            }

            return read.AsSpan(0, count);
        }

        public void Dispose() => bytes.Dispose();
    }
}
