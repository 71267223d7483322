using Microsoft.Win32.SafeHandles;

namespace Zarr.Stores.Files;

/// <summary>A file that is written under a temporary name beside its destination. At the end it is renamed, or deleted.</summary>
internal sealed class FileDraft : IDisposable
{
    private readonly string temporary;
    private readonly SafeFileHandle file;
    private long length;
    private bool isPlaced;

    /// <param name="path">The destination.</param>
    internal FileDraft(string path)
    {
        temporary = FileNames.TemporaryBeside(path);

        // CreateNew, not Create: Create truncates, and ext4 then writes a file to the disk as soon as it is closed.
        file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(file, bytes, length);
        length += bytes.Length;
    }

    /// <summary>Completes the file and renames it to its destination. The caller calls this at most once.</summary>
    /// <param name="path">The destination.</param>
    /// <param name="flushToDisk">Whether the content is forced to the disk first.</param>
    /// <param name="rename">Renames the file, or refuses.</param>
    /// <param name="cancellationToken">Stops before the file is renamed.</param>
    /// <returns>Whether the file was renamed.</returns>
    internal bool TryPlace(string path, bool flushToDisk, Func<string, string, bool> rename, CancellationToken cancellationToken)
    {
        if (flushToDisk)
        {
            RandomAccess.FlushToDisk(file);
        }

        file.Dispose();
        cancellationToken.ThrowIfCancellationRequested();
        return isPlaced = rename(temporary, path);
    }

    public void Dispose()
    {
        file.Dispose();
        if (!isPlaced)
        {
            FilePublisher.DeleteQuietly(temporary);
        }
    }
}
