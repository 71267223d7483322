using System.IO.Enumeration;
using OmeZarr.Planning;
using OmeZarr.Writing.Parts;

namespace OmeZarr.Writing;

/// <summary>
/// Finds files that would be deleted with a hierarchy although they are no part of it: notes, tables, originals that somebody put there.
/// </summary>
/// <remarks>
/// Of chunks only the names are looked at, as the folders are listed: whether they are keys of their array. Links are not followed: only the link would be deleted.
/// </remarks>
internal static class ForeignFiles
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Metadata of both Zarr versions.</summary>
    private static readonly HashSet<string> Documents = new(StorableName.Documents, StringComparer.OrdinalIgnoreCase);

    /// <summary>What file managers leave behind.</summary>
    private static readonly HashSet<string> Litter = new(StringComparer.OrdinalIgnoreCase) { ".DS_Store", "Thumbs.db", "desktop.ini" };

    /// <summary>The path of one such file, relative to the hierarchy; null if there is none.</summary>
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
            // An ArgumentException, because entries whose path is too long have no path at all.
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
            return null; // Another writer replaces the hierarchy just now; nothing that is gone can be lost.
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

            // What a killed process has left of a part, such as labels, is ours, even if it was killed while it deleted it.
            if (Publication.StagingName.Parse(entry.Name) is null)
            {
                pending.Push(folder.Below(path, entry.Name, chunks));
            }
        }

        return null;
    }

    /// <summary>All directories, and the files that are not expected; nothing is allocated for the others, of which there may be very many.</summary>
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
        || file.StartsWith("._") // what macOS puts beside each file on foreign disks
        || (file.StartsWith('.') && file.EndsWith(".partial")); // left by a store whose process was killed

    private static bool Contains(HashSet<string> names, ReadOnlySpan<char> name) => names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);

    /// <summary>Whether a file is the OME-XML of a collection; that of another image may be what it was made from.</summary>
    private static bool IsOwnXml(ReadOnlySpan<char> file, string folder) =>
        file.SequenceEqual(CollectionDocuments.XmlName)
        && Path.GetFileName(folder) == CollectionDocuments.GroupName
        && (NodeJson.OmeMember(Path.GetDirectoryName(folder)!, "bioformats2raw.layout") ?? NodeJson.OmeMember(folder, "series")) is not null;

    /// <summary>What may be in a folder.</summary>
    private enum Contents
    {
        /// <summary>Documents of a node, and chunks if it is an array.</summary>
        Node,

        /// <summary>Chunks of an array, or folders of them.</summary>
        Chunks,
    }

    private readonly record struct Entry(string Name, bool IsDirectory, bool IsLink);

    /// <param name="Path">Its path.</param>
    /// <param name="Contents">What may be in it.</param>
    /// <param name="PartsBelow">How many further parts the keys of chunks in it have: with one its files can be chunks, with none nothing can.</param>
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
