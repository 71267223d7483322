using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Nodes;

/// <summary>Finds orphaned chunks: chunks without an array, left by an incomplete deletion. A new array at the same path would show them as its elements.</summary>
internal static class OrphanedChunks
{
    /// <exception cref="NodeExistsException">The path holds orphaned chunks. A store that cannot be listed is not checked.</exception>
    internal static async Task RequireNoneAsync(IStore store, StorePrefix path, ChunkKeyEncoding keys, CancellationToken cancellationToken)
    {
        if (store is not IListableStore listable)
        {
            return;
        }

        foreach (var name in await listable.ListChildrenAsync(path, cancellationToken).ConfigureAwait(false))
        {
            if (keys.IsFirstPart(name) && await FirstKeyAsync(listable, path, name, cancellationToken).ConfigureAwait(false) is { } key)
            {
                throw new NodeExistsException(path.Value, $"there is no array at /{path}, but a chunk of an earlier one ({key}); delete what is left of it or choose another path");
            }
        }
    }

    // A name alone proves nothing: the store lists empty directories too.
    private static async Task<StoreKey?> FirstKeyAsync(IListableStore store, StorePrefix path, string name, CancellationToken cancellationToken)
    {
        if (await store.GetLengthAsync(path.Key(name), cancellationToken).ConfigureAwait(false) is not null)
        {
            return path.Key(name);
        }

        await foreach (var key in store.ListAsync(path / name, cancellationToken).ConfigureAwait(false))
        {
            return key;
        }

        return null;
    }
}
