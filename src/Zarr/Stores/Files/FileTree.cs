using System.IO.Enumeration;

namespace Zarr.Stores.Files;

/// <summary>One file or directory as a store lists it.</summary>
/// <param name="Name">The name, a valid part of a key.</param>
/// <param name="IsDirectory">Whether the entry is a directory, or a symbolic link to one.</param>
/// <param name="IsLink">Whether the entry is a symbolic link.</param>
internal readonly record struct FileTreeEntry(string Name, bool IsDirectory, bool IsLink);

/// <summary>Walks and deletes directories, and never follows a symbolic link.</summary>
internal static class FileTree
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>The entries of a directory, in no particular order; none if the directory is missing. Names that no key can have are left out, and temporary files unless they are asked for.</summary>
    internal static IEnumerable<FileTreeEntry> Entries(string directory, bool withDrafts = false)
    {
        try
        {
            return new FileSystemEnumerable<FileTreeEntry>(directory, ToEntry, Everything) { ShouldIncludePredicate = withDrafts ? IsKey : IsShown };
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Whether the path itself is a symbolic link, even a dangling one.</summary>
    internal static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    /// <summary>Deletes a directory and its content. Of a link, only the link is deleted, not its target. Entries that vanish meanwhile are no error.</summary>
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

    /// <summary>Deletes the whole content of a directory, including the entries that <see cref="Entries"/> leaves out.</summary>
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
                try
                {
                    entry.Delete();
                }
                catch (DirectoryNotFoundException)
                {
                    // Another process deleted the whole folder meanwhile.
                }
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

    private static bool IsKey(ref FileSystemEntry entry) => StorePart.IsValid(entry.FileName);

    private static bool IsShown(ref FileSystemEntry entry) => IsKey(ref entry) && !FileNames.IsTemporary(entry.FileName);
}
