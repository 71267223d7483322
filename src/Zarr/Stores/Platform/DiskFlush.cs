using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Zarr.Stores.Files;

/// <summary>Forces files and directories to the disk (<c>fsync</c>).</summary>
internal static class DiskFlush
{
    /// <summary>With more than this number of files, one call for the whole file system (<c>syncfs</c>) costs less than one call per file.</summary>
    private const int ManyFiles = 256;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Forces the names in a directory to the disk. Does nothing on Windows, which keeps them safe itself.</summary>
    /// <exception cref="IOException">The directory cannot be opened, or the disk reported an error.</exception>
    internal static void Directory(string path) => FolderHandle.Flush(path);

    /// <summary>Forces the content of a file to the disk.</summary>
    /// <exception cref="IOException">The file cannot be opened, or the disk reported an error.</exception>
    internal static void File(string path)
    {
        var access = OperatingSystem.IsWindows() ? FileAccess.ReadWrite : FileAccess.Read; // FlushFileBuffers requires a handle with write access
        using var file = System.IO.File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Forces a directory and its content to the disk. Symbolic links are not followed.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="isUnfinished">Whether a file of this name is being written, perhaps by another process that has locked it. Such files are left out.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="IOException">A file or directory cannot be opened, or the disk reported an error.</exception>
    internal static void Tree(string directory, Func<string, bool> isUnfinished, CancellationToken cancellationToken)
    {
        if (!(OperatingSystem.IsLinux() && HoldsManyFiles(directory) && TryFileSystem(directory)))
        {
            EachOf(directory, isUnfinished, cancellationToken);
        }
    }

    private static void EachOf(string directory, Func<string, bool> isUnfinished, CancellationToken cancellationToken)
    {
        foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos("*", Everything))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry.LinkTarget is not null || isUnfinished(entry.Name))
            {
                continue;
            }

            try
            {
                Entry(entry, isUnfinished, cancellationToken);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // Another task or process has renamed or deleted it since: a value that is being written, or one that is gone.
            }
        }

        Directory(directory);
    }

    private static void Entry(FileSystemInfo entry, Func<string, bool> isUnfinished, CancellationToken cancellationToken)
    {
        if (entry is DirectoryInfo)
        {
            EachOf(entry.FullName, isUnfinished, cancellationToken);
        }
        else if (FileStatus.Of(entry.FullName) is null or { Kind: FileKind.Regular or FileKind.Unknown })
        {
            File(entry.FullName);
        }
    }

    private static bool HoldsManyFiles(string directory)
    {
        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint, RecurseSubdirectories = true, IgnoreInaccessible = false };
        return System.IO.Directory.EnumerateFiles(directory, "*", options).Skip(ManyFiles).Any();
    }

    /// <returns>False if the system has no such call, or the call failed. Then flushing file by file reports the error.</returns>
    private static bool TryFileSystem(string directory)
    {
        using var handle = FolderHandle.Open(directory);
        try
        {
            return SyncFileSystem(handle) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "syncfs")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncFileSystem(SafeFileHandle file);
}
