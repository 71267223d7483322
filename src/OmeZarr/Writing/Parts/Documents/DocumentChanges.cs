using OmeZarr.Planning;
using Zarr.Stores;

namespace OmeZarr.Writing.Parts;

/// <summary>Changes of several documents of a hierarchy, which can be undone together.</summary>
internal abstract class DocumentChanges
{
    /// <summary>The documents as they are now, with the changes.</summary>
    internal abstract HierarchyDocuments Documents { get; }

    /// <summary>Writes a document.</summary>
    internal abstract Task SetAsync(StoreKey key, ReadOnlyMemory<byte> value);

    /// <summary>Deletes a document.</summary>
    internal abstract Task DeleteAsync(StoreKey key);

    /// <summary>Writes the document of a group.</summary>
    internal Task SetAsync(string group, ReadOnlyMemory<byte> value) => SetAsync(new StorePrefix(group).Key(GroupDocument.Name), value);

    /// <summary>Restores the earlier documents, the latest change first.</summary>
    /// <returns>Messages about documents that could not be restored.</returns>
    internal abstract Task<IReadOnlyList<string>> UndoAsync();
}
