namespace Zarr.Stores;

/// <summary>How a <see cref="FileSystemStore"/> writes. Immutable.</summary>
public sealed record FileSystemStoreOptions
{
    /// <summary>
    /// Whether the content of a file is forced to the disk (<c>fsync</c>) before it gets its name. Default: false.
    /// </summary>
    /// <remarks>
    /// <para>Without it a value is whole for every reader, also after this process crashes or is killed. After a power failure or a crash of the
    /// operating system the newest values may be missing, and on some file systems be empty or filled with zeros.</para>
    /// <para>With it, a value that is found after a power failure is whole. What is not promised: that the newest names are there (.NET cannot
    /// force a directory to the disk, so the old value, or none, may be found), and anything that the disk's own cache loses.
    /// Each value then waits for the disk, several milliseconds on a hard disk.</para>
    /// </remarks>
    public bool FlushToDisk { get; init; }
}
