using Zarr.Stores;

namespace OmeZarr.Writing.Parts;

/// <summary>Documents of a hierarchy that change together: if something goes wrong on the way, those of before can be put back.</summary>
/// <param name="store">Where they are written.</param>
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

    /// <summary>Writes the document of a group.</summary>
    internal Task SetAsync(string group, ReadOnlyMemory<byte> value) => SetAsync(new StorePrefix(group).Key(GroupDocument.Name), value);

    /// <summary>Puts everything back that was there before, the latest change first; folders that were made for new documents go, too.</summary>
    /// <returns>What could not be put back.</returns>
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
