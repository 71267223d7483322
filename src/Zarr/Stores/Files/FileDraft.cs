using Microsoft.Win32.SafeHandles;

namespace Zarr.Stores.Files;

/// <summary>A file that is written under another name beside its place, and gets its name at the end or is deleted.</summary>
internal sealed class FileDraft : IDisposable
{
    private readonly string temporary;
    private readonly SafeFileHandle file;
    private long length;
    private bool isPlaced;

    /// <param name="path">The place.</param>
    internal FileDraft(string path)
    {
        temporary = FileNames.TemporaryBeside(path);

        // CreateNew, not Create: that would truncate, which makes ext4 write to the disk as soon as the file is closed.
        file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(file, bytes, length);
        length += bytes.Length;
    }

    /// <summary>Ends the file and gives it its name; to be called once.</summary>
    /// <param name="path">The place.</param>
    /// <param name="flushToDisk">Whether the content is forced to the disk first.</param>
    /// <param name="rename">Renames, or refuses.</param>
    /// <param name="cancellationToken">Stops before the file gets its name.</param>
    /// <returns>Whether it was renamed.</returns>
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
