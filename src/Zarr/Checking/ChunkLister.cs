using System.Runtime.CompilerServices;
using Zarr.Arrays;
using Zarr.Stores;

namespace Zarr.Checking;

/// <summary>Lists what is stored below an array once, gives its chunks, and reports every other key.</summary>
/// <param name="array">The array.</param>
/// <param name="keys">Tells what a key is.</param>
/// <param name="readsOtherSeparator">Whether readers of the array find chunks with the other separator of keys, as those of Zarr v2 do.</param>
/// <param name="findings">Receives the findings about keys.</param>
internal sealed class ChunkLister(ArrayContext array, ChunkKeys keys, bool readsOtherSeparator, FindingCollector findings)
{
    /// <summary>The stored chunks, in the order of the listing.</summary>
    internal async IAsyncEnumerable<StoredChunk> ListAsync(IListableStore store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in EntriesOf(store, cancellationToken).ConfigureAwait(false))
        {
            if (ChunkAt(entry) is { } chunk)
            {
                yield return chunk;
            }
        }
    }

    private IAsyncEnumerable<StoreEntry> EntriesOf(IListableStore store, CancellationToken cancellationToken) => store is IEntryListing entries
        ? entries.ListEntriesAsync(array.Path, cancellationToken)
        : store.ListAsync(array.Path, cancellationToken).Select(key => new StoreEntry(key, StoreEntryKind.Value));

    private StoredChunk? ChunkAt(StoreEntry entry)
    {
        var index = new long[array.Grid.Chunk.Rank];
        var relative = entry.Key.Value.AsSpan(array.Path.IsRoot ? 0 : array.Path.Value.Length + 1);
        var role = keys.RoleOf(relative, index);
        switch (entry.Kind)
        {
            case StoreEntryKind.Value:
                Report(entry.Key, role, relative);
                return role == KeyRole.Chunk || (readsOtherSeparator && keys.IsOtherSeparator(relative, index)) ? new StoredChunk(entry.Key, index) : null;
            case StoreEntryKind.EmptyFolder when role == KeyRole.Chunk:
                Add(ChunkFindingKind.Folder, entry.Key, "an empty folder stands where a chunk is expected");
                break;
            case StoreEntryKind.Draft:
                Report(entry.Key, KeyRole.Temporary, relative);
                break;
            case StoreEntryKind.FolderLink:
                Add(ChunkFindingKind.Unreadable, entry.Key, "a symbolic link to a folder, which listings do not follow; chunks behind it were neither counted nor read");
                break;
        }

        return null;
    }

    private void Report(StoreKey key, KeyRole role, ReadOnlySpan<char> relative)
    {
        switch (role)
        {
            case KeyRole.OtherEncoding:
                Add(ChunkFindingKind.OtherKeyEncoding, key, $"{relative} is the key of a chunk in another encoding than the metadata declares ({keys.Declared})");
                break;
            case KeyRole.OutsideGrid:
                Add(ChunkFindingKind.OutsideGrid, key, $"the grid has {keys.Grid} chunks, and none with this index");
                break;
            case KeyRole.InFolder:
                Add(ChunkFindingKind.Folder, key, "it lies in a folder that stands where a chunk is expected");
                break;
            case KeyRole.Temporary:
                Add(ChunkFindingKind.TemporaryKey, key, "a temporary file: its writer was killed, or is at work");
                break;
            case KeyRole.Foreign:
                Add(ChunkFindingKind.ForeignKey, key, "no chunk of the array has this key");
                break;
        }
    }

    private void Add(ChunkFindingKind kind, StoreKey key, string message) => findings.Add(new ChunkFinding(kind, key.Value, message));
}
