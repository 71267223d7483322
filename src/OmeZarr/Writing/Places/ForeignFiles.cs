using System.IO.Enumeration;
using OmeZarr.Planning;

namespace OmeZarr.Writing.Places;

/// <summary>Finds files that do not belong to a hierarchy but would be deleted with it: notes, tables, original data.</summary>
/// <remarks>Chunks are recognised by their names only, while folders are listed. Links are not followed, because only the link would be deleted.</remarks>
internal static class ForeignFiles
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Metadata of both Zarr versions.</summary>
    private static readonly HashSet<string> Documents = new(StorableName.Documents, StringComparer.OrdinalIgnoreCase);

    /// <summary>Files that file managers create.</summary>
    private static readonly HashSet<string> Litter = new(StringComparer.OrdinalIgnoreCase) { ".DS_Store", "Thumbs.db", "desktop.ini" };

    /// <summary>The path of a foreign file, relative to the hierarchy; null if there is none.</summary>
    /// <exception cref="IOException">A folder cannot be listed.</exception>
    internal static string? First(string hierarchy)
    {
        var pending = new Stack<Folder>([new(hierarchy, Contents.Node, 0)]);
        try
        {
            while (pending.TryPop(out var folder))
            {
                if (FirstOrNone(folder, pending) is { } file)
                {
                    return Path.GetRelativePath(hierarchy, file);
                }
            }
        }
        catch (Exception e) when (e is UnauthorizedAccessException or ArgumentException or PathTooLongException)
        {
            // ArgumentException: entries whose path is too long.
            throw new IOException($"cannot tell what would be lost with {hierarchy}: {e.Message} Delete it yourself or choose another path.", e);
        }

        return null;
    }

    private static string? FirstOrNone(Folder folder, Stack<Folder> pending)
    {
        try
        {
            return FirstIn(folder, pending);
        }
        catch (DirectoryNotFoundException)
        {
            return null; // Another writer is just replacing the hierarchy; deleted files cannot be lost.
        }
    }

    private static string? FirstIn(Folder folder, Stack<Folder> pending)
    {
        var chunks = folder.Contents == Contents.Node ? ChunkFiles.Of(folder.Path) : null;
        foreach (var entry in EntriesBesideChunks(folder, chunks))
        {
            if (entry.IsLink)
            {
                continue;
            }

            var path = Path.Join(folder.Path, entry.Name);
            if (!entry.IsDirectory)
            {
                return path;
            }

            // Remains of parts, such as labels, that a killed process has left belong to the hierarchy.
            if (StagingName.Parse(entry.Name) is null)
            {
                pending.Push(folder.Below(path, entry.Name, chunks));
            }
        }

        return null;
    }

    /// <summary>All directories, and unexpected files. Expected files, which may be very many, allocate nothing.</summary>
    private static FileSystemEnumerable<Entry> EntriesBesideChunks(Folder folder, ChunkFiles? chunks)
    {
        return new(folder.Path, ToEntry, Everything) { ShouldIncludePredicate = IsOther };

        bool IsOther(ref FileSystemEntry entry) => entry.IsDirectory || !IsExpected(entry.FileName, folder, chunks);
    }

    private static Entry ToEntry(ref FileSystemEntry entry) =>
        new(entry.FileName.ToString(), entry.IsDirectory, (entry.Attributes & FileAttributes.ReparsePoint) != 0);

    private static bool IsExpected(ReadOnlySpan<char> file, Folder folder, ChunkFiles? chunks) =>
        (folder.Contents == Contents.Chunks ? folder.PartsBelow == 1 && ChunkFiles.IsNumber(file) : chunks?.IsChunk(file) == true)
        || (folder.Contents == Contents.Node && (Contains(Documents, file) || IsOwnXml(file, folder.Path)))
        || Contains(Litter, file)
        || file.StartsWith("._") // macOS creates these beside files on foreign disks
        || (file.StartsWith('.') && file.EndsWith(".partial")); // unfinished values of a killed process

    private static bool Contains(HashSet<string> names, ReadOnlySpan<char> name) => names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);

    /// <summary>Whether a file is the OME-XML of a collection. Other OME-XML may be the original metadata of an image.</summary>
    private static bool IsOwnXml(ReadOnlySpan<char> file, string folder) =>
        file.SequenceEqual(NodeNames.OmeXml)
        && Path.GetFileName(folder) == NodeNames.SeriesGroup
        && (NodeJson.OmeMember(Path.GetDirectoryName(folder)!, "bioformats2raw.layout") ?? NodeJson.OmeMember(folder, "series")) is not null;

    /// <summary>The expected content of a folder.</summary>
    private enum Contents
    {
        /// <summary>Documents of a node, and chunks if it is an array.</summary>
        Node,

        /// <summary>Chunks of an array, or folders of them.</summary>
        Chunks,
    }

    private readonly record struct Entry(string Name, bool IsDirectory, bool IsLink);

    /// <param name="Path">Its path.</param>
    /// <param name="Contents">The expected content.</param>
    /// <param name="PartsBelow">Number of further parts of chunk keys in the folder: with one part, files can be chunks; with none, they cannot.</param>
    private readonly record struct Folder(string Path, Contents Contents, int PartsBelow)
    {
        internal Folder Below(string path, string name, ChunkFiles? chunks) => (Contents, chunks) switch
        {
            (Contents.Node, null) => new(path, Contents.Node, 0),
            (Contents.Node, { } own) => new(path, Contents.Chunks, own.PartsBelow(name)),
            _ => new(path, Contents.Chunks, PartsBelow > 1 && ChunkFiles.IsNumber(name) ? PartsBelow - 1 : 0),
        };
    }
}
