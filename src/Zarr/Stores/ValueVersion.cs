namespace Zarr.Stores;

/// <summary>Which version of a value something was read of. Two readings of the same key that have equal versions belong to the same bytes.</summary>
/// <remarks>What the parts mean is the store's affair; they are only compared. A store with entity tags or version numbers gives a <see cref="Tag"/>, one in files the file and its times.</remarks>
/// <param name="Tag">An entity tag or the like; null if the other parts say it.</param>
/// <param name="File">The file that the value is; nothing if the store has no files.</param>
/// <param name="Length">Length of the whole value in bytes.</param>
/// <param name="Modified">When the content was changed last, or a number that grows with each change.</param>
/// <param name="Changed">When anything about the file was changed last, its name included.</param>
public readonly record struct ValueVersion(string? Tag, StoreIdentity File = default, long Length = 0, long Modified = 0, long Changed = 0);
