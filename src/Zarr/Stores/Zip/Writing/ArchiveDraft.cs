using Microsoft.Win32.SafeHandles;
using Zarr.Stores.Files;

namespace Zarr.Stores.Zip;

/// <summary>The file of an archive while it is written, beside its destination. Many threads write at the same time, each in a place of its own. At the end the file is renamed, or deleted.</summary>
internal sealed class ArchiveDraft : IDisposable
{
    private readonly string path;
    private readonly string temporary;
    private readonly List<string> createdFolders = [];
    private readonly SafeFileHandle file;
    private long length;
    private bool isPlaced;

    /// <param name="path">The destination, absolute.</param>
    /// <exception cref="IOException">The file, or a folder above it, cannot be made.</exception>
    internal ArchiveDraft(string path)
    {
        this.path = path;
        temporary = FileNames.TemporaryBeside(path);
        try
        {
            CreateFolders(Path.GetDirectoryName(path)!);
            file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            DeleteFolders();
            throw FileErrors.CannotWrite(path, e);
        }
    }

    /// <summary>Bytes that are written or reserved.</summary>
    internal long Length => Interlocked.Read(ref length);

    /// <summary>Reserves bytes at the end of the file.</summary>
    /// <returns>Their offset.</returns>
    internal long Reserve(long bytes) => Interlocked.Add(ref length, bytes) - bytes;

    /// <summary>Writes bytes to a reserved place.</summary>
    internal void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(file, bytes, offset);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.CannotWrite(path, e);
        }
    }

    /// <summary>Writes several pieces, one after the other, to a reserved place.</summary>
    internal void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        try
        {
            RandomAccess.Write(file, pieces, offset);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.CannotWrite(path, e);
        }
    }

    /// <summary>Reads bytes that were written.</summary>
    internal void Read(long offset, Span<byte> destination)
    {
        if (FileReader.ReadFully(new OpenedFile(file, temporary, null), destination, offset) < destination.Length)
        {
            throw new IOException($"{temporary} was truncated while it was written; write {path} again");
        }
    }

    /// <summary>Renames the file to its destination.</summary>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <param name="flush">Whether the content is forced to the disk first, and the name afterwards. A file that replaces another is flushed in any case.</param>
    /// <param name="cancellationToken">Stops before the file is renamed.</param>
    /// <exception cref="IOException">The destination exists and stays, or the file cannot be flushed or renamed.</exception>
    internal void Place(bool overwrite, bool flush, CancellationToken cancellationToken)
    {
        try
        {
            var isFlushed = flush || File.Exists(path);
            if (isFlushed)
            {
                RandomAccess.FlushToDisk(file);
            }

            cancellationToken.ThrowIfCancellationRequested();
            Rename(overwrite);
            if (isFlushed)
            {
                createdFolders.Prepend(path).ToList().ForEach(made => DiskFlush.Directory(Path.GetDirectoryName(made)!));
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw FileErrors.CannotWrite(path, e);
        }
    }

    public void Dispose()
    {
        file.Dispose();
        if (!isPlaced)
        {
            FilePublisher.DeleteQuietly(temporary);
            DeleteFolders();
        }
    }

    private void Rename(bool overwrite)
    {
        if (overwrite && !Directory.Exists(path))
        {
            File.Move(temporary, path, overwrite: true);
            isPlaced = true;
            return;
        }

        isPlaced = !Path.Exists(path) && ExclusiveRename.TryMove(temporary, path);
        if (!isPlaced)
        {
            throw new IOException($"{path} exists{(overwrite ? " and is a folder" : string.Empty)}. Nothing was changed.");
        }
    }

    private void CreateFolders(string folder)
    {
        for (string? above = folder; above is not null && !Directory.Exists(above); above = Path.GetDirectoryName(above))
        {
            createdFolders.Add(above); // innermost first
        }

        Directory.CreateDirectory(folder);
    }

    /// <summary>Deletes the folders that were made, unless another program uses them.</summary>
    private void DeleteFolders()
    {
        foreach (var folder in createdFolders)
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return; // not empty, or gone already
            }
        }
    }
}
