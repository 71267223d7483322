namespace Zarr.Stores;

/// <summary>What a store that is a file system holds at a key.</summary>
internal enum StoreEntryKind
{
    /// <summary>A value.</summary>
    Value,

    /// <summary>A temporary file, which no key names for readers.</summary>
    Draft,

    /// <summary>An empty folder.</summary>
    EmptyFolder,

    /// <summary>A symbolic link to a folder. A listing does not follow it.</summary>
    FolderLink,
}

/// <summary>Something in a store, be it a value or not.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct StoreEntry(StoreKey Key, StoreEntryKind Kind);

/// <summary>A store that can list more than its values.</summary>
internal interface IEntryListing : IListableStore
{
    /// <summary>Everything below a prefix, at any depth, in no particular order.</summary>
    IAsyncEnumerable<StoreEntry> ListEntriesAsync(StorePrefix prefix, CancellationToken cancellationToken);
}
