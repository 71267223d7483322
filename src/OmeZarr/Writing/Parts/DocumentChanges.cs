using OmeZarr.Planning;
using OmeZarr.Writing.Places;
using Zarr.Stores;

namespace OmeZarr.Writing.Parts;

/// <summary>Changes of several documents of a hierarchy, which can be undone together.</summary>
/// <param name="store">The store of the documents.</param>
/// <param name="folder">The folder of the store.</param>
internal sealed class DocumentChanges(IWritableStore store, string folder)
{
    private readonly Stack<(StoreKey Key, byte[]? Before)> changed = new();

    /// <summary>The folder that holds the documents.</summary>
    internal string Folder => folder;

    /// <summary>Writes a document.</summary>
    internal async Task SetAsync(StoreKey key, ReadOnlyMemory<byte> value)
    {
        changed.Push((key, Destination.ReadOrNull(Path.Join(folder, key.Value))));
        await store.SetAsync(key, value, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Deletes a document.</summary>
    internal async Task DeleteAsync(StoreKey key)
    {
        changed.Push((key, Destination.ReadOrNull(Path.Join(folder, key.Value))));
        await store.DeleteAsync(key, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Writes the document of a group.</summary>
    internal Task SetAsync(string group, ReadOnlyMemory<byte> value) => SetAsync(new StorePrefix(group).Key(GroupDocument.Name), value);

    /// <summary>Restores the earlier documents, the latest change first, and removes folders that were created for new documents.</summary>
    /// <returns>Messages about documents that could not be restored.</returns>
    internal async Task<IReadOnlyList<string>> UndoAsync()
    {
        var problems = new List<string>();
        foreach (var (key, before) in changed)
        {
            try
            {
                await UndoAsync(key, before).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problems.Add(e.Message);
            }
        }

        return problems;
    }

    private async Task UndoAsync(StoreKey key, byte[]? before)
    {
        if (before is not null)
        {
            if (Destination.ReadOrNull(Path.Join(folder, key.Value)) is not { } now || !now.AsSpan().SequenceEqual(before))
            {
                await store.SetAsync(key, before, CancellationToken.None).ConfigureAwait(false);
            }

            return;
        }

        await store.DeleteAsync(key, CancellationToken.None).ConfigureAwait(false);
        var above = Path.GetDirectoryName(Path.Join(folder, key.Value))!;
        if (above != folder && Directory.Exists(above) && !Directory.EnumerateFileSystemEntries(above).Any())
        {
            Directory.Delete(above);
        }
    }
}
