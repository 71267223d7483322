namespace Zarr.Stores;

/// <summary>Identifies a version of a value. Equal versions of the same key mean equal bytes.</summary>
/// <remarks>The store defines the meaning of the parts; callers only compare them. A store with entity tags or version numbers sets <see cref="Tag"/>; a store of files sets the file and its times.</remarks>
/// <param name="Tag">An entity tag or a version number; null if the other parts identify the version.</param>
/// <param name="File">Identity of the file that holds the value; default if the store has no files.</param>
/// <param name="Length">Length of the whole value in bytes.</param>
/// <param name="Modified">Time of the last change of the content, or a number that grows with each change.</param>
/// <param name="Changed">Time of the last change of the file or its status, including its name.</param>
public readonly record struct ValueVersion(string? Tag, StoreIdentity File = default, long Length = 0, long Modified = 0, long Changed = 0);
