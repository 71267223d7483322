using OmeZarr.Writing.Places;
using Zarr.Stores;

namespace OmeZarr.Writing.Parts;

/// <summary>Changes of documents in a folder, under the lock of the hierarchy or before it is visible.</summary>
/// <param name="store">The store of the documents.</param>
/// <param name="folder">The folder of the store.</param>
internal sealed class FolderChanges(IWritableStore store, string folder) : DocumentChanges
{
    private readonly Stack<(StoreKey Key, byte[]? Before)> changed = new();

    internal override HierarchyDocuments Documents { get; } = new FolderDocuments(folder);

    internal override async Task SetAsync(StoreKey key, ReadOnlyMemory<byte> value)
    {
        changed.Push((key, Destination.ReadOrNull(Path.Join(folder, key.Value))));
        await store.SetAsync(key, value, CancellationToken.None).ConfigureAwait(false);
    }

    internal override async Task DeleteAsync(StoreKey key)
    {
        changed.Push((key, Destination.ReadOrNull(Path.Join(folder, key.Value))));
        await store.DeleteAsync(key, CancellationToken.None).ConfigureAwait(false);
    }

    /// <remarks>Removes folders that were created for new documents, too.</remarks>
    internal override async Task<IReadOnlyList<string>> UndoAsync()
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
