namespace OmeZarr.Writing;

/// <summary>
/// Finds files that would be deleted with a hierarchy although they are no part of it: notes, tables, originals that somebody put there.
/// </summary>
/// <remarks>Chunks are not looked at, so the search takes about as long as listing the groups. Links are not followed: only the link would be deleted.</remarks>
internal static class ForeignFiles
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Metadata of both Zarr versions, and what file managers leave behind.</summary>
    private static readonly HashSet<string> Expected = new(StringComparer.OrdinalIgnoreCase)
    {
        "zarr.json", ".zgroup", ".zattrs", ".zarray", ".zmetadata", ".DS_Store", "Thumbs.db", "desktop.ini",
    };

    /// <summary>The path of one such file, relative to the hierarchy; null if there is none.</summary>
    /// <exception cref="IOException">A folder cannot be listed.</exception>
    internal static string? First(string hierarchy)
    {
        var pending = new Stack<string>([hierarchy]);
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
        catch (Exception e) when (e is UnauthorizedAccessException or ArgumentException)
        {
            // An ArgumentException, because entries whose path is too long have no path at all.
            throw new IOException($"cannot tell what would be lost with {hierarchy}: {e.Message} Delete it yourself or choose another path.", e);
        }

        return null;
    }

    private static string? FirstOrNone(string folder, Stack<string> pending)
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

    private static string? FirstIn(string folder, Stack<string> pending)
    {
        var isArray = IsArray(folder);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Everything))
        {
            if (entry.LinkTarget is not null || (isArray && IsChunkKey(entry.Name)))
            {
                continue;
            }

            if (entry is DirectoryInfo)
            {
                PushUnlessOurs(entry, pending);
            }
            else if (!IsExpected(entry.Name, Path.GetFileName(folder)))
            {
                return entry.FullName;
            }
        }

        return null;
    }

    /// <summary>What a killed process has left of a part, such as labels, is ours, even if it was killed while it deleted it.</summary>
    private static void PushUnlessOurs(FileSystemInfo directory, Stack<string> pending)
    {
        if (Publication.StagingName.Parse(directory.Name) is null)
        {
            pending.Push(directory.FullName);
        }
    }

    private static bool IsArray(string folder) => Destination.IsGroup(folder) == false || File.Exists(Path.Join(folder, ".zarray"));

    /// <summary>The first part of a chunk's key, whichever its encoding: <c>c</c>, <c>c.0.1</c>, <c>0</c>, <c>0.1</c>.</summary>
    private static bool IsChunkKey(string name) => name.AsSpan(name.StartsWith('c') ? 1 : 0).TrimStart("0123456789.").IsEmpty;

    private static bool IsExpected(string file, string folder) =>
        Expected.Contains(file)
        || (folder == "OME" && file == "METADATA.ome.xml")
        || file.StartsWith("._", StringComparison.Ordinal) // what macOS puts beside each file on foreign disks
        || (file.StartsWith('.') && file.EndsWith(".partial", StringComparison.Ordinal)); // left by a store whose process was killed
}
