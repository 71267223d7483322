namespace Zarr.Stores.Files;

/// <summary>
/// Puts a file in its place whole or not at all: it is written under another name beside its place, then renamed. Thread-safe.
/// </summary>
internal sealed class FilePublisher(FileSystemStoreOptions options)
{
    private const int RenamesOnWindows = 40;

    private readonly KnownDirectories directories = new(options.FlushToDisk, options.RequiredFolder);

    /// <summary>Publishes, making directories as needed. A temporary file is never left, unless the process dies.</summary>
    internal void Publish(string path, ReadOnlySpan<byte> content, CancellationToken cancellationToken) =>
        Publish(path, content, Replace, cancellationToken);

    /// <summary>Publishes only if nothing is in this place; says whether it did.</summary>
    internal bool TryCreate(string path, ReadOnlySpan<byte> content, CancellationToken cancellationToken) =>
        !Path.Exists(path) && Publish(path, content, ExclusiveRename.TryMove, cancellationToken);

    /// <summary>Begins a file that <see cref="Publish(FileDraft, string, CancellationToken)"/> puts in its place.</summary>
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

    /// <summary>Puts a file in its place, once.</summary>
    internal void Publish(FileDraft draft, string path, CancellationToken cancellationToken) => TryPlace(draft, path, Replace, cancellationToken);

    /// <summary>Deletes a file, if it is there.</summary>
    internal void Delete(string path)
    {
        File.Delete(path);
        if (options.FlushToDisk && Path.GetDirectoryName(path) is { } directory && Directory.Exists(directory))
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
            // Somebody deleted the directory since we made it, perhaps between our write and our rename.
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
        if (!draft.TryPlace(path, options.FlushToDisk, rename, cancellationToken))
        {
            return false;
        }

        if (options.FlushToDisk)
        {
            DiskFlush.Directory(Path.GetDirectoryName(path)!);
        }

        options.Published?.Report(path);

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
            catch (UnauthorizedAccessException) when (OperatingSystem.IsWindows() && attempt < RenamesOnWindows && !Directory.Exists(path))
            {
                // Windows cannot replace a file while somebody reads it; readers of chunks are done in a moment, those of shards in a few.
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
            // The error that brought us here says more than this one.
        }
    }
}
