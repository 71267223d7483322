namespace Zarr.Stores.Files;

/// <summary>
/// Publishes a file whole or not at all: the file is written under a temporary name beside its destination, then renamed. Thread-safe.
/// </summary>
internal sealed class FilePublisher(bool flushToDisk, string? requiredFolder, IProgress<string>? published)
{
    private const int MaxRenamesOnWindows = 40;

    private readonly KnownDirectories directories = new(flushToDisk, requiredFolder);

    /// <summary>Publishes a file, and creates directories as needed. A temporary file stays behind only if the process dies.</summary>
    internal void Publish(string path, ReadOnlySpan<byte> content, CancellationToken cancellationToken) =>
        Publish(path, content, Replace, cancellationToken);

    /// <summary>Publishes a file only if the path is free. Returns whether it did.</summary>
    internal bool TryCreate(string path, ReadOnlySpan<byte> content, CancellationToken cancellationToken) =>
        !Path.Exists(path) && Publish(path, content, ExclusiveRename.TryMove, cancellationToken);

    /// <summary>Begins a file that <see cref="Publish(FileDraft, string, CancellationToken)"/> publishes.</summary>
    internal FileDraft Begin(string path)
    {
        var directory = Path.GetDirectoryName(path)!;
        directories.Ensure(directory);
        try
        {
            return new FileDraft(path);
        }
        catch (IOException missing) when (missing is DirectoryNotFoundException or FileNotFoundException)
        {
            directories.Recreate(directory);
            return new FileDraft(path);
        }
    }

    /// <summary>Publishes a draft. The caller publishes each draft at most once.</summary>
    internal void Publish(FileDraft draft, string path, CancellationToken cancellationToken) => TryPlace(draft, path, Replace, cancellationToken);

    /// <summary>Deletes a file, if it exists.</summary>
    internal void Delete(string path)
    {
        File.Delete(path);
        if (flushToDisk && Path.GetDirectoryName(path) is { } directory && Directory.Exists(directory))
        {
            DiskFlush.Directory(directory);
        }
    }

    private bool Publish(string path, ReadOnlySpan<byte> content, Func<string, string, bool> rename, CancellationToken cancellationToken)
    {
        var directory = Path.GetDirectoryName(path)!;
        directories.Ensure(directory);
        try
        {
            return WriteAndRename(path, content, rename, cancellationToken);
        }
        catch (IOException missing) when (missing is DirectoryNotFoundException or FileNotFoundException)
        {
            // Another process deleted the directory after this one made it, perhaps between the write and the rename.
            directories.Recreate(directory);
            return WriteAndRename(path, content, rename, cancellationToken);
        }
    }

    private bool WriteAndRename(string path, ReadOnlySpan<byte> content, Func<string, string, bool> rename, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var draft = new FileDraft(path);
        draft.Append(content);
        return TryPlace(draft, path, rename, cancellationToken);
    }

    private bool TryPlace(FileDraft draft, string path, Func<string, string, bool> rename, CancellationToken cancellationToken)
    {
        if (!draft.TryPlace(path, flushToDisk, rename, cancellationToken))
        {
            return false;
        }

        if (flushToDisk)
        {
            DiskFlush.Directory(Path.GetDirectoryName(path)!);
        }

        published?.Report(path);

        return true;
    }

    private static bool Replace(string temporary, string path)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                File.Move(temporary, path, overwrite: true);
                return true;
            }
            catch (UnauthorizedAccessException) when (OperatingSystem.IsWindows() && attempt < MaxRenamesOnWindows && !Directory.Exists(path))
            {
                // Windows cannot replace a file that is open for reading. Readers of chunks close it soon, readers of shards a little later.
                Thread.Sleep(attempt);
            }
        }
    }

    internal static void DeleteQuietly(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that led here says more than this one.
        }
    }
}
