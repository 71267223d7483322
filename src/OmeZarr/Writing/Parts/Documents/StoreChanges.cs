using OmeZarr.Writing.Places;
using Zarr.Stores;

namespace OmeZarr.Writing.Parts;

/// <summary>Changes of documents in a store. Each is made on the condition that the document is still as it was loaded, so that no change of another writer is lost.</summary>
/// <param name="root">The place of the hierarchy.</param>
/// <param name="documents">The documents as they were loaded.</param>
/// <param name="cancellationToken">Stops the changes. Undoing goes on.</param>
internal sealed class StoreChanges(StorePlace root, StoreDocuments documents, CancellationToken cancellationToken) : DocumentChanges
{
    private readonly Stack<(StoreKey Key, byte[]? Before, byte[]? After)> changed = new();

    internal override HierarchyDocuments Documents => documents;

    /// <exception cref="ChangedMeanwhileException">Another writer has changed the document.</exception>
    internal override async Task SetAsync(StoreKey key, ReadOnlyMemory<byte> value)
    {
        var (after, before) = (value.ToArray(), documents.Found(key.Value));
        if (before?.Utf8.AsSpan().SequenceEqual(after) == true)
        {
            return;
        }

        changed.Push((key, before?.Utf8, after)); // before the attempt, whose answer may be lost
        var isDone = before is var (_, version)
            ? await root.TryReplaceAsync(key.Value, after, version, cancellationToken).ConfigureAwait(false)
            : await root.TryCreateAsync(key.Value, after, cancellationToken).ConfigureAwait(false);
        if (!isDone)
        {
            changed.Pop();
            throw new ChangedMeanwhileException(documents.PathOf(key.Value));
        }

        documents.Note(key.Value, after);
    }

    internal override async Task DeleteAsync(StoreKey key)
    {
        changed.Push((key, documents.Found(key.Value)?.Utf8, null));
        await root.Store.DeleteAsync(root.Key(key.Value), cancellationToken).ConfigureAwait(false);
        documents.Note(key.Value, null);
    }

    /// <remarks>A document that another writer has changed after this one stays: it holds the changes of both.</remarks>
    internal override async Task<IReadOnlyList<string>> UndoAsync()
    {
        while (changed.TryPop(out var change))
        {
            await StorePlace.QuietlyAsync(token => UndoAsync(change.Key, change.Before, change.After, token)).ConfigureAwait(false);
        }

        return [];
    }

    private async Task UndoAsync(StoreKey key, byte[]? before, byte[]? after, CancellationToken token)
    {
        var now = await root.ReadAsync(key.Value, token).ConfigureAwait(false);
        if (after is null)
        {
            _ = now is null && before is not null && await root.TryCreateAsync(key.Value, before, token).ConfigureAwait(false);
        }
        else if (now is var (utf8, version) && utf8.AsSpan().SequenceEqual(after))
        {
            await (before is null ? root.Store.DeleteAsync(root.Key(key.Value), token).AsTask() : root.TryReplaceAsync(key.Value, before, version, token)).ConfigureAwait(false);
        }
    }
}

/// <summary>Another writer has changed a document since it was loaded. The caller loads it again and repeats its change.</summary>
internal sealed class ChangedMeanwhileException(string path) : IOException($"other writers have changed {path} again and again while it was to be changed; try again when they are done. Nothing was changed.");
