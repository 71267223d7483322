namespace Zarr.Stores.Files;

/// <summary>
/// Puts a file in its place whole or not at all: it is written under another name beside its place, then renamed. Thread-safe.
/// </summary>
internal sealed class FilePublisher(bool flushToDisk)
{
    private const int RenamesOnWindows = 10;

    private readonly KnownDirectories directories = new();

    /// <summary>Publishes, making directories as needed. A temporary file is never left, unless the process dies.</summary>
    internal void Publish(string path, ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        var directory = Path.GetDirectoryName(path)!;
        directories.Ensure(directory);
        try
        {
            WriteAndRename(path, content, cancellationToken);
        }
        catch (IOException missing) when (missing is DirectoryNotFoundException or FileNotFoundException)
        {
            // Somebody deleted the directory since we made it, perhaps between our write and our rename.
            directories.Recreate(directory);
            WriteAndRename(path, content, cancellationToken);
        }
    }

    private void WriteAndRename(string path, ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var temporary = FileNames.TemporaryBeside(path);

        // CreateNew, not Create: that would truncate, which makes ext4 write to the disk as soon as the file is closed.
        var file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        try
        {
            using (file)
            {
                RandomAccess.Write(file, content, 0);
                if (flushToDisk)
                {
                    RandomAccess.FlushToDisk(file);
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            Rename(temporary, path);
        }
        catch
        {
            DeleteQuietly(temporary);
            throw;
        }
    }

    private static void Rename(string temporary, string path)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                File.Move(temporary, path, overwrite: true);
                return;
            }
            catch (UnauthorizedAccessException) when (OperatingSystem.IsWindows() && attempt < RenamesOnWindows && !Directory.Exists(path))
            {
                // Windows cannot replace a file while somebody reads it; readers of chunks are done in a moment.
                Thread.Sleep(attempt);
            }
        }
    }

    private static void DeleteQuietly(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that brought us here says more than this one.
        }
    }
}
