using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using Zarr.Stores.Files;

namespace Zarr.Stores;

/// <summary>
/// A store in a directory: each value is a file, the parts of its key are the directories on the way (Zarr v3, "File system store").
/// </summary>
/// <remarks>
/// <para><b>Atomic.</b> A value is written to a file <c>.name.random.partial</c> beside its destination, then renamed. Readers, in this process
/// or another, see the old value or the new one, never a part. Of several concurrent writers of a key, the last one wins. Temporary files are not listed. One
/// stays behind only if the process dies while writing. </para>
/// <para><b>Power failures.</b> Without <c>flushToDisk</c>, a value is whole for every reader, also after this process crashes or is killed. After a power failure or a crash of the
/// operating system, the newest values may be missing. Some file systems leave them empty or filled with zeros. <see cref="FlushAsync"/> forces many values to the disk at once. With <c>flushToDisk</c>, each value is forced
/// to the disk (<c>fsync</c>) before it is renamed, and the directory with its name before the call returns. A value whose call has returned then survives a power failure. Readers then find the old value or the new one, never
/// a part, unless the disk's own cache loses what it has confirmed. Each value waits for the disk, several milliseconds on a hard disk.</para>
/// <para><b>Links.</b> Symbolic links inside the directory are followed when values are read and written, even to places outside.
/// Listing does not descend into linked directories, and deleting a prefix removes a link, never its target.</para>
/// <para><b>Names.</b> The file system decides whether keys that differ only in case or in Unicode normalisation are different.
/// On Windows, keys that cannot be file names there are an <see cref="ArgumentException"/>.</para>
/// <para><b>Threads.</b> All members may be called at the same time. They work synchronously: on most systems, asynchronous file access only moves the work to another thread, and readers and writers of arrays
/// already use several threads. Errors of the file system are <see cref="IOException"/> with the path in the message.</para>
/// </remarks>
public sealed class FileSystemStore : ICreateOnlyStore, IStreamingStore, IVersionProbe, IEntryListing, IIdentifiableStore
{
    private readonly FilePublisher publisher;

    /// <summary>A store in the directory <paramref name="root"/>, which need not exist: the first write creates it.</summary>
    /// <param name="root">Path of the directory. A relative path is resolved now.</param>
    /// <param name="flushToDisk">Whether each value is on the disk when the call that stores it returns.</param>
    /// <param name="requiredFolder">A folder above or at the directory that is not made again if it vanishes: writing then fails. It is for hierarchies that are built in a temporary place: if another
    /// process deletes it, earlier values are gone, and further writes would leave half a hierarchy. Null to make every directory that is missing.</param>
    /// <param name="published">Receives the path of each file after it was renamed, on the thread that wrote it. If nobody else writes to the folder, the caller can record from these paths which files must exist.</param>
    /// <exception cref="ArgumentException">The path is empty or invalid.</exception>
    public FileSystemStore(string root, bool flushToDisk = false, string? requiredFolder = null, IProgress<string>? published = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        if (Address.Is(root))
        {
            throw new ArgumentException($"{root} is an address, not a folder; give the path of a local folder, or an {nameof(IStore)} that reads from there", nameof(root));
        }

        Root = Path.GetFullPath(root);
        publisher = new FilePublisher(flushToDisk, requiredFolder, published);
    }

    /// <summary>The absolute path of the directory.</summary>
    public string Root { get; }

    /// <summary>The clock that the times of files are compared with.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Forces a folder and everything in it to the disk, as <see cref="FlushAsync"/> does, for example before it is moved into place.</summary>
    /// <param name="folder">Path of an existing folder.</param>
    /// <exception cref="IOException">A file or folder cannot be opened, or the disk reported an error.</exception>
    public static void FlushFolder(string folder) => FlushTree(folder, CancellationToken.None);

    /// <summary>Opens a file for reading as the store does, without blocking. <see cref="File.OpenHandle"/> blocks at a pipe until another process writes to it.</summary>
    /// <param name="path">Path of the file; links are followed.</param>
    /// <returns>The open file, which the caller disposes; null if the path is missing.</returns>
    /// <exception cref="ArgumentException">The path is empty or invalid.</exception>
    /// <exception cref="IOException">The path is a folder, pipe, socket or device, or cannot be opened.</exception>
    public static SafeFileHandle? OpenFile(string path) => FileReader.OpenOrNull(Path.GetFullPath(path))?.Handle;

    /// <summary>Whether a name belongs to a file that is being written, or that a killed process left: <c>.name.random.partial</c>.</summary>
    /// <param name="fileName">A name without folders.</param>
    public static bool IsDraft(string fileName) => FileNames.IsDraft(fileName);

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be read, is larger than one array can be (2 GiB), or is a folder, pipe, socket or device.</exception>
    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) =>
        GetRangeAsync(key, ByteRange.FromOffset(0), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be read, the range is larger than one array can be (2 GiB), or it is a folder, pipe, socket or device.</exception>
    public async ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(key.Value);
        using var file = FileReader.OpenOrNull(path);
        return file is { } opened ? FileReader.Read(opened, range) : null;
    }

    /// <inheritdoc/>
    /// <remarks>Null for a folder, which may hold other values; reading a folder as a value is an error.</remarks>
    /// <exception cref="IOException">The file cannot be opened, or is a pipe, socket or device.</exception>
    public async ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(key.Value);
        if (Directory.Exists(path))
        {
            return null;
        }

        // The file is opened, because FileInfo gives the length of a symbolic link, not of its target.
        using var file = FileReader.OpenOrNull(path);
        return file?.Length;
    }

    /// <inheritdoc/>
    /// <remarks>An open file, which stays unchanged when another file replaces it. Its version consists of the identity of the file (device, inode, time of creation), its length and its times. The
    /// version is null if the file was changed within the last seconds, because file systems record times with a coarse resolution.</remarks>
    /// <exception cref="IOException">The file cannot be opened, or is a folder, pipe, socket or device.</exception>
    public async ValueTask<IValueSnapshot?> OpenAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(key.Value);
        return FileReader.OpenOrNull(path) is { } file ? new FileSnapshot(file, Clock.GetUtcNow()) : null;
    }

    /// <inheritdoc/>
    string? IVersionProbe.VersionOf(StoreKey key) => FileStatus.Of(PathOf(key.Value)) is { Kind: FileKind.Regular } status ? OpenedFile.VersionOf(status, Clock.GetUtcNow()) : null;

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full, or a file stands where a directory is needed.</exception>
    public async ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(key.Value);
        try
        {
            publisher.Publish(path, value.Span, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.CannotWrite(path, e);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Appended bytes are written to the file <c>.name.random.partial</c> at once.</remarks>
    /// <exception cref="IOException">The file cannot be made, for example because a file stands where a directory is needed. The writer's errors are of this kind as well.</exception>
    public async ValueTask<IValueWriter> BeginAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(key.Value);
        try
        {
            return new FileValueWriter(path, publisher.Begin(path), publisher);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.CannotWrite(path, e);
        }
    }

    /// <inheritdoc/>
    /// <remarks>On file systems without hard links (FAT), except on Windows, two concurrent creators may both succeed; the value is then that of
    /// one of them.</remarks>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full, or a file stands where a directory is needed.</exception>
    public async ValueTask<bool> TryCreateAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(key.Value);
        try
        {
            return publisher.TryCreate(path, value.Span, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.CannotWrite(path, e);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Directories stay, even empty ones.</remarks>
    /// <exception cref="IOException">The file cannot be deleted.</exception>
    public async ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(key.Value);
        try
        {
            // A directory is not a value, but File.Delete would remove a link to a directory.
            if (!Directory.Exists(path))
            {
                publisher.Delete(path);
            }
        }
        catch (DirectoryNotFoundException)
        {
            // The value is absent, as requested.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Cannot("delete", path, e);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The directory of the prefix goes as well, with everything in it; of the root only the content.</remarks>
    /// <exception cref="IOException">Something cannot be deleted, or the prefix lies behind a symbolic link.</exception>
    public async ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            DeleteBelow(prefix, cancellationToken);
        }
        catch (UnauthorizedAccessException e)
        {
            throw FileErrors.Cannot("delete", PathOf(prefix), e);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Directories are read one after the other, as the enumeration proceeds. Links to directories are not followed.</remarks>
    public async IAsyncEnumerable<StoreKey> ListAsync(StorePrefix prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var entry in ListEntries(prefix, cancellationToken).ConfigureAwait(false))
        {
            if (entry.Kind == StoreEntryKind.Value)
            {
                yield return entry.Key;
            }
        }
    }

    /// <inheritdoc/>
    IAsyncEnumerable<StoreEntry> IEntryListing.ListEntriesAsync(StorePrefix prefix, CancellationToken cancellationToken) => ListEntries(prefix, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Empty directories and links to directories are among the names.</remarks>
    public async ValueTask<IReadOnlyList<string>> ListChildrenAsync(StorePrefix prefix, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return [.. EntriesOf(prefix).Select(entry => entry.Name).Order(StringComparer.Ordinal)];
    }

    /// <summary>Forces all values below a prefix to the disk, with their names. When the call returns, they survive a power failure.</summary>
    /// <remarks>On Linux, more than some hundred files are forced to the disk by one call for the whole file system. Symbolic links are not followed.</remarks>
    /// <param name="prefix">The prefix; nothing happens if no value is below it.</param>
    /// <param name="cancellationToken">Stops between values; some may not be on the disk then.</param>
    /// <exception cref="IOException">The disk reported an error: some values may be lost in a power failure.</exception>
    public async ValueTask FlushAsync(StorePrefix prefix, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(prefix);
        if (Directory.Exists(path))
        {
            FlushTree(path, cancellationToken);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Null on Windows. On file systems whose inode numbers are not stable, all folders have the same identity, so the replacement of a folder is not noticed.</remarks>
    public async ValueTask<string?> GetIdentityAsync(StorePrefix prefix, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // The number of the device is left out. A system may unmount an idle file system and later mount it under another number. It is still the same.
        return FileIdentity.OfPath(PathOf(prefix)) is { } identity ? string.Create(CultureInfo.InvariantCulture, $"{identity.Inode:x}-{identity.Generation:x}") : null;
    }

    /// <summary>The absolute path of the directory.</summary>
    public override string ToString() => Root;

    private static void FlushTree(string folder, CancellationToken cancellationToken)
    {
        try
        {
            DiskFlush.Tree(folder, name => FileNames.IsDraft(name), cancellationToken);
        }
        catch (UnauthorizedAccessException e)
        {
            throw FileErrors.Cannot("force to the disk", folder, e);
        }
    }

    private string PathOf(string keyOrPrefix)
    {
        FileNames.RequireStorable(keyOrPrefix, OperatingSystem.IsWindows());
        return Path.Join(Root, keyOrPrefix.Replace('/', Path.DirectorySeparatorChar));
    }

    private string PathOf(StorePrefix prefix) => prefix.IsRoot ? Root : PathOf(prefix.Value);

    private async IAsyncEnumerable<StoreEntry> ListEntries(StorePrefix prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pending = new Stack<StorePrefix>([prefix]);
        while (pending.TryPop(out var current))
        {
            var isEmpty = current != prefix;
            foreach (var entry in EntriesOf(current, withDrafts: true))
            {
                cancellationToken.ThrowIfCancellationRequested();
                isEmpty = false;
                if (entry is { IsDirectory: true, IsLink: false } && !FileNames.IsTemporary(entry.Name))
                {
                    pending.Push(current / entry.Name);
                }
                else
                {
                    yield return new StoreEntry(current.Key(entry.Name), KindOf(entry));
                }
            }

            if (isEmpty)
            {
                yield return new StoreEntry(new StoreKey(current.Value), StoreEntryKind.EmptyFolder);
            }
        }
    }

    // Every hidden name that ends in .partial is reserved, not only the names that the store makes (IsDraft).
    private static StoreEntryKind KindOf(FileTreeEntry entry) => FileNames.IsTemporary(entry.Name) ? StoreEntryKind.Draft
        : entry.IsDirectory ? StoreEntryKind.FolderLink
        : StoreEntryKind.Value;

    private IEnumerable<FileTreeEntry> EntriesOf(StorePrefix prefix, bool withDrafts = false)
    {
        var path = PathOf(prefix);
        try
        {
            return FileTree.Entries(path, withDrafts);
        }
        catch (UnauthorizedAccessException e)
        {
            throw FileErrors.Cannot("list", path, e);
        }
    }

    private void DeleteBelow(StorePrefix prefix, CancellationToken cancellationToken)
    {
        var path = PathOf(prefix);
        if (!Directory.Exists(path))
        {
            return;
        }

        if (prefix.IsRoot)
        {
            FileTree.DeleteContent(path, cancellationToken);
            return;
        }

        RequireNoLinkAbove(prefix);
        FileTree.Delete(path, cancellationToken);
    }

    // The target of a link may belong to another owner. Deleting a single value there counts as a write, and is allowed. Deleting a whole prefix is not.
    private void RequireNoLinkAbove(StorePrefix prefix)
    {
        for (var above = prefix.Parent; !above.IsRoot; above = above.Parent)
        {
            if (FileTree.IsLink(PathOf(above)))
            {
                throw new IOException($"cannot delete {PathOf(prefix)}: {above} is a symbolic link; delete the data where the link leads");
            }
        }
    }
}
