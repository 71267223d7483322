using System.IO.Enumeration;

namespace Zarr.Stores.Files;

/// <summary>One file or directory as a store shows it.</summary>
/// <param name="Name">Its name, a valid part of a key.</param>
/// <param name="IsDirectory">Whether it is a directory, or a symbolic link to one.</param>
/// <param name="IsLink">Whether it is a symbolic link.</param>
internal readonly record struct FileTreeEntry(string Name, bool IsDirectory, bool IsLink);

/// <summary>Directories walked and deleted without ever following a symbolic link.</summary>
internal static class FileTree
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>What a directory holds, in no order; nothing if there is no such directory. Files that are being written, and names that no key can
    /// have, are left out.</summary>
    internal static IEnumerable<FileTreeEntry> Entries(string directory)
    {
        try
        {
            return new FileSystemEnumerable<FileTreeEntry>(directory, ToEntry, Everything) { ShouldIncludePredicate = IsShown };
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Whether the path itself is a symbolic link, wherever it leads.</summary>
    internal static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    /// <summary>Deletes a directory and all in it; a link is deleted, not what it leads to. Whatever vanishes meanwhile is no error.</summary>
    internal static void Delete(string directory, CancellationToken cancellationToken)
    {
        if (!IsLink(directory))
        {
            DeleteContent(directory, cancellationToken);
        }

        try
        {
            Directory.Delete(directory);
        }
        catch (DirectoryNotFoundException)
        {
        }
    }

    /// <summary>Deletes all that a directory holds, also what <see cref="Entries"/> does not show.</summary>
    internal static void DeleteContent(string directory, CancellationToken cancellationToken)
    {
        foreach (var entry in ContentOf(directory))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry is DirectoryInfo)
            {
                Delete(entry.FullName, cancellationToken);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    private static FileSystemInfo[] ContentOf(string directory)
    {
        try
        {
            return new DirectoryInfo(directory).GetFileSystemInfos("*", Everything);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static FileTreeEntry ToEntry(ref FileSystemEntry entry) =>
        new(entry.FileName.ToString(), entry.IsDirectory, (entry.Attributes & FileAttributes.ReparsePoint) != 0);

    private static bool IsShown(ref FileSystemEntry entry) =>
        StorePart.IsValid(entry.FileName) && !FileNames.IsTemporary(entry.FileName);
}
