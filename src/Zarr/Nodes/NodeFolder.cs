using Zarr.Stores;

namespace Zarr.Nodes;

/// <summary>
/// Recognises the folder of an opened node. The store looks up the path again for each chunk and each document, so another folder may have replaced the opened one. A value that was read
/// counts only if the path still leads to the opened folder, and nothing is written otherwise.
/// </summary>
/// <remarks>In a store that cannot tell folders apart (it does not implement <see cref="IIdentifiableStore"/>), a replacement is not noticed.</remarks>
internal sealed class NodeFolder
{
    private readonly IStore store;
    private readonly StorePrefix path;
    private readonly CopyCheck? check;
    private string? noted;

    private NodeFolder(IStore store, StorePrefix path, CopyCheck? check = null) => (this.store, this.path, this.check) = (store, path, check);

    /// <summary>The folder of an array that is opened with a copy of its metadata. What is read counts only if the array's own document says the same.</summary>
    /// <exception cref="NotSupportedException">The store tells folders apart, so its documents cost little.</exception>
    internal static NodeFolder OfCopy(NodePlace place, CopyCheck check) => place.Store is IIdentifiableStore
        ? throw new NotSupportedException($"{place.Store} needs no copies of metadata")
        : new NodeFolder(place.Store, place.Path, check);

    /// <summary>The folder of a node that is about to be created. The caller calls <see cref="NoteAsync"/> once the folder exists.</summary>
    internal static NodeFolder ToBeMade(IStore store, StorePrefix path) => new(store, path);

    /// <summary>Opens the node at a path, and tries again if the node is replaced meanwhile.</summary>
    /// <param name="store">The store.</param>
    /// <param name="path">Path of the node.</param>
    /// <param name="open">Reads the documents of the node, and keeps the folder.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal static Task<T> OpenAsync<T>(IStore store, StorePrefix path, Func<NodeFolder, ValueTask<T>> open, CancellationToken cancellationToken) => Reopening.RunAsync(
        async () =>
        {
            var folder = new NodeFolder(store, path);
            await folder.NoteAsync(cancellationToken).ConfigureAwait(false);
            return await folder.ReadAsync(() => open(folder), cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Takes the folder that is at the path now as the folder of the node.</summary>
    internal async ValueTask NoteAsync(CancellationToken cancellationToken) => noted = await CurrentAsync(cancellationToken).ConfigureAwait(false);

    private async ValueTask<bool> IsSameAsync(CancellationToken cancellationToken) =>
        await CurrentAsync(cancellationToken).ConfigureAwait(false) == noted;

    /// <exception cref="NodeReplacedException">Another folder is at the path, or no folder.</exception>
    internal async ValueTask RequireSameAsync(CancellationToken cancellationToken)
    {
        if (check is { IsDone: false })
        {
            await check.RunAsync(cancellationToken).ConfigureAwait(false);
        }

        if (!await IsSameAsync(cancellationToken).ConfigureAwait(false))
        {
            throw Replaced(null);
        }
    }

    /// <summary>Reads from the node. The result or the error counts only if the path still leads to the noted folder.</summary>
    /// <exception cref="NodeReplacedException">Another folder is at the path, or no folder.</exception>
    internal ValueTask<T> ReadAsync<T>(Func<ValueTask<T>> read, CancellationToken cancellationToken) =>
        store is IIdentifiableStore ? ReadAndCompareAsync(read, cancellationToken)
        : check is { IsDone: false } ? ReadAndCheckAsync(read, check, cancellationToken)
        : read();

    /// <inheritdoc cref="ReadAsync{T}(Func{ValueTask{T}}, CancellationToken)"/>
    internal Task ReadAsync(Func<Task> read, CancellationToken cancellationToken) => store is IIdentifiableStore || check is { IsDone: false }
        ? ReadAsync<bool>(
            async () =>
            {
                await read().ConfigureAwait(false);
                return true;
            },
            cancellationToken).AsTask()
        : read();

    /// <summary>Reads, and asks for the array's own document at the same time.</summary>
    private static async ValueTask<T> ReadAndCheckAsync<T>(Func<ValueTask<T>> read, CopyCheck check, CancellationToken cancellationToken)
    {
        var checking = check.RunAsync(cancellationToken);
        T result;
        try
        {
            result = await read().ConfigureAwait(false);
        }
        catch
        {
            await checking.ConfigureAwait(false); // a stale copy explains an error better than what came of it
            throw;
        }

        try
        {
            await checking.ConfigureAwait(false);
            return result;
        }
        catch
        {
            (result as IDisposable)?.Dispose();
            throw;
        }
    }

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

    private async ValueTask<string?> CurrentAsync(CancellationToken cancellationToken) =>
        store is IIdentifiableStore identifiable ? await identifiable.GetIdentityAsync(path, cancellationToken).ConfigureAwait(false) : null;
}
