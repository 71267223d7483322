using Zarr.Stores;

namespace Zarr;

/// <summary>
/// The folder of an opened node. Paths are looked up anew for every chunk and document, so another folder may have taken the place of the one that was opened: whatever is read or
/// is about to be written is worth something only if it has not.
/// </summary>
/// <remarks>Stores that cannot tell folders apart (<see cref="IIdentifiableStore"/>) are not asked; there nothing is noticed.</remarks>
internal sealed class NodeFolder
{
    /// <summary>A writer that replaces a small node over and over is met so often at most.</summary>
    private const int MostAttempts = 20;

    private readonly IStore store;
    private readonly StorePrefix path;
    private StoreIdentity? noted;

    private NodeFolder(IStore store, StorePrefix path) => (this.store, this.path) = (store, path);

    /// <summary>The folder of a node that is made now; to be noted when it is there.</summary>
    internal static NodeFolder ToBeMade(IStore store, StorePrefix path) => new(store, path);

    /// <summary>Opens the node at a path; again, if it is replaced meanwhile.</summary>
    /// <param name="store">The store.</param>
    /// <param name="path">Path of the node.</param>
    /// <param name="open">Reads what the node needs, and keeps the folder.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal static async Task<T> OpenAsync<T>(IStore store, StorePrefix path, Func<NodeFolder, ValueTask<T>> open, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var folder = new NodeFolder(store, path);
            await folder.NoteAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await folder.ReadAsync(() => open(folder), cancellationToken).ConfigureAwait(false);
            }
            catch (NodeReplacedException) when (attempt < MostAttempts)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>From now on it is the folder that is at the path now.</summary>
    internal async ValueTask NoteAsync(CancellationToken cancellationToken) => noted = await CurrentAsync(cancellationToken).ConfigureAwait(false);

    private async ValueTask<bool> IsSameAsync(CancellationToken cancellationToken) =>
        await CurrentAsync(cancellationToken).ConfigureAwait(false) == noted;

    /// <exception cref="NodeReplacedException">Another folder is at the path, or none.</exception>
    internal async ValueTask RequireSameAsync(CancellationToken cancellationToken)
    {
        if (!await IsSameAsync(cancellationToken).ConfigureAwait(false))
        {
            throw Replaced(null);
        }
    }

    /// <summary>Does something with the node. Its result, or its error, counts only if the folder is still the one that was noted.</summary>
    /// <exception cref="NodeReplacedException">Another folder is at the path, or none.</exception>
    internal ValueTask<T> ReadAsync<T>(Func<ValueTask<T>> read, CancellationToken cancellationToken) =>
        store is IIdentifiableStore ? ReadAndCompareAsync(read, cancellationToken) : read();

    private async ValueTask<T> ReadAndCompareAsync<T>(Func<ValueTask<T>> read, CancellationToken cancellationToken)
    {
        T result;
        try
        {
            result = await read().ConfigureAwait(false);
        }
        catch (Exception e) when (e is ZarrException or IOException)
        {
            if (await IsSameAsync(cancellationToken).ConfigureAwait(false))
            {
                throw;
            }

            throw Replaced(e);
        }

        if (await IsSameAsync(cancellationToken).ConfigureAwait(false))
        {
            return result;
        }

        (result as IDisposable)?.Dispose();
        throw Replaced(null);
    }

    private NodeReplacedException Replaced(Exception? reason) => new(
        path.Value, $"the node at /{path} of {store} was replaced or deleted since it was opened; open it again", reason);

    // Without the file system: one that was not used for a while may be mounted anew, under another number, and be the same.
    private async ValueTask<StoreIdentity?> CurrentAsync(CancellationToken cancellationToken) =>
        store is IIdentifiableStore identifiable && await identifiable.GetIdentityAsync(path, cancellationToken).ConfigureAwait(false) is { } identity
            ? identity with { Device = 0 }
            : null;
}
