namespace Zarr.Stores;

/// <summary>How a <see cref="FileSystemStore"/> writes. Immutable.</summary>
public sealed record FileSystemStoreOptions
{
    /// <summary>
    /// Whether each value is forced to the disk (<c>fsync</c>) before it is renamed, and the directory with its name before the call returns. Default: false.
    /// </summary>
    /// <remarks>
    /// <para>Without it a value is whole for every reader, also after this process crashes or is killed. After a power failure or a crash of the
    /// operating system the newest values may be missing, and on some file systems be empty or filled with zeros. <see cref="FileSystemStore.FlushAsync"/> forces many values to the
    /// disk at once.</para>
    /// <para>With it, a value whose call has returned survives a power failure, and what replaced another is never found half. What is not promised: anything that the disk's own cache
    /// loses although it says that it does not. Each value then waits for the disk, several milliseconds on a hard disk.</para>
    /// </remarks>
    public bool FlushToDisk { get; init; }

    /// <summary>
    /// A folder above or at the store's directory that is not made again if it vanishes: writing then fails. Null, the default, to make every directory that is missing.
    /// </summary>
    /// <remarks>For hierarchies that are built in a temporary place: if another process deletes it, earlier values are gone, and further writes would leave half a hierarchy.</remarks>
    public string? RequiredFolder { get; init; }

    /// <summary>
    /// Receives the path of each file after it was renamed, on the thread that wrote it. Null, the default, disables the reports. The only writer of a folder can record by them which files must exist.
    /// </summary>
    public IProgress<string>? Published { get; init; }
}
