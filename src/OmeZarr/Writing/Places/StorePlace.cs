using System.Buffers;
using OmeZarr.Planning;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Writing.Places;

/// <summary>A path in a store: the place of a hierarchy or of a part of one.</summary>
/// <param name="Store">The store.</param>
/// <param name="Prefix">The path in it.</param>
/// <param name="Text">The path as messages show it.</param>
internal sealed record StorePlace(IWritableStore Store, StorePrefix Prefix, string Text)
{
    /// <summary>The longest time that is spent to delete what a failed or cancelled call has written.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The place of a location that is no folder.</summary>
    /// <exception cref="NotSupportedException">The store cannot be written, or cannot list its keys.</exception>
    internal static StorePlace Of(StoreLocation location)
    {
        var (store, prefix) = location.Open();
        var writable = store as IWritableStore ?? throw (store is ZipStore ? ArchivePlace.CannotGrow(location.ToString())
            : new NotSupportedException($"{FindingText.Sanitize(location.ToString())} cannot be written: {store.GetType().Name} is read-only"));
        return store is IListableStore
            ? new StorePlace(writable, prefix, FindingText.Sanitize(location.ToString()))
            : throw new NotSupportedException($"{FindingText.Sanitize(location.ToString())} cannot be written: {store.GetType().Name} cannot list its keys, so a writer cannot tell what is there already");
    }

    /// <summary>The location, for reading and for arrays.</summary>
    internal StoreLocation Location => StoreLocation.In(Store, Prefix);

    /// <summary>A place below this one; this one for the empty path.</summary>
    internal StorePlace Below(string path) => path.Length == 0 ? this : new StorePlace(Store, Prefix / path, $"{Text.TrimEnd('/')}/{path}");

    /// <summary>The place one part shorter.</summary>
    internal StorePlace Above()
    {
        var slash = Text.LastIndexOf('/');
        return new StorePlace(Store, Prefix.Parent, slash > 0 ? Text[..slash] : $"the root of the {Store.GetType().Name}");
    }

    internal StoreKey Key(string name) => Prefix.Key(name);

    /// <summary>The names directly below.</summary>
    internal ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => ((IListableStore)Store).ListChildrenAsync(Prefix, cancellationToken);

    /// <summary>A document and its version; null if there is none. The version is null if the store does not know it.</summary>
    /// <exception cref="IOException">It is longer than <see cref="ZarrOptions.MaxDocumentLength"/>.</exception>
    internal async Task<(byte[] Utf8, string? Version)?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var limit = ZarrOptions.Default.MaxDocumentLength;
        var range = ByteRange.FromOffset(0, limit + 1L);
        if (await GetAsync(Key(name), range, cancellationToken).ConfigureAwait(false) is not var (value, version))
        {
            return null;
        }

        using (value)
        {
            return value.Memory.Length <= limit
                ? (value.Memory.ToArray(), version)
                : throw new IOException($"{Text}/{name} has more than {limit:N0} bytes, which no metadata has. Delete it yourself or choose another path; nothing was changed.");
        }
    }

    private async ValueTask<(IMemoryOwner<byte> Bytes, string? Version)?> GetAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken) =>
        Store is IVersionedStore versioned ? await versioned.GetVersionedRangeAsync(key, range, cancellationToken).ConfigureAwait(false)
            : await Store.GetRangeAsync(key, range, cancellationToken).ConfigureAwait(false) is { } bytes ? (bytes, null)
            : null;

    /// <summary>Creates a value if there is none.</summary>
    /// <returns>False if there is another one. True if the same bytes are there: the answer to an earlier attempt may have been lost.</returns>
    internal async Task<bool> TryCreateAsync(string name, byte[] value, CancellationToken cancellationToken)
    {
        if (Store is ICreateOnlyStore careful)
        {
            return await careful.TryCreateAsync(Key(name), value, cancellationToken).ConfigureAwait(false) || await HoldsAsync(name, value, cancellationToken).ConfigureAwait(false);
        }

        if (await ReadAsync(name, cancellationToken).ConfigureAwait(false) is not null)
        {
            return false;
        }

        await Store.SetAsync(Key(name), value, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Replaces a value that was read.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The new value.</param>
    /// <param name="version">The version that was read; null if the store does not know it, and then the value is replaced in any case.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>False if another writer has changed it meanwhile.</returns>
    internal async Task<bool> TryReplaceAsync(string name, byte[] value, string? version, CancellationToken cancellationToken)
    {
        if (version is not null && Store is IConditionalStore conditional)
        {
            return await conditional.TryReplaceAsync(Key(name), value, version, cancellationToken).ConfigureAwait(false) || await HoldsAsync(name, value, cancellationToken).ConfigureAwait(false);
        }

        await Store.SetAsync(Key(name), value, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Whether a value has exactly these bytes.</summary>
    internal async Task<bool> HoldsAsync(string name, byte[] value, CancellationToken cancellationToken) =>
        await ReadAsync(name, cancellationToken).ConfigureAwait(false) is var (found, _) && found.AsSpan().SequenceEqual(value);

    /// <summary>Deletes everything, the document first, so that no reader sees a node without its content.</summary>
    /// <param name="kept">The name of a value that stays.</param>
    /// <param name="cancellationToken">Stops between requests.</param>
    internal async Task ClearAsync(string kept, CancellationToken cancellationToken)
    {
        var names = await ListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var name in names.Where(name => name != kept).OrderBy(name => name != GroupDocument.Name))
        {
            await Store.DeleteAsync(Key(name), cancellationToken).ConfigureAwait(false);
            if (!NodeNames.Documents.Contains(name))
            {
                await Store.DeletePrefixAsync(Prefix / name, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Tries to undo what a failed or cancelled call has done. Its own errors are dropped: the caller throws the first one, and <c>clean</c> finds what stays.</summary>
    /// <param name="undo">What to do; gets a token that ends after two minutes.</param>
    /// <returns>Whether it was done.</returns>
    internal static async Task<bool> QuietlyAsync(Func<CancellationToken, Task> undo)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await undo(limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false; // see above
        }
    }
}
