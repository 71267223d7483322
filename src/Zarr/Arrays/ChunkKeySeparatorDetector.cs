using System.Buffers;
using System.Globalization;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Arrays;

/// <summary>
/// Reads the chunks of a Zarr v2 array whose <c>dimension_separator</c> may be wrong. Hierarchies exist with <c>0/0</c> where the metadata declares <c>0.0</c>, and the other way
/// round; a reader that trusts the metadata gets only fill values. Callers use the declared keys. When the first requested chunk is missing, the detector looks once which
/// separator the stored keys have.
/// </summary>
/// <remarks>As long as chunks are found, it sends no further request. Detection takes at most three requests for a length and one listing.</remarks>
internal sealed class ChunkKeySeparatorDetector(IStore store, StorePrefix path, int rank, char declared) : IStore
{
    private readonly char other = declared == '/' ? '.' : '/';
    private readonly ChunkLocks locks = new();

    // '\0' until detected.
    private volatile char separator;

    /// <summary>Wraps the store of an array with more than one dimension; other arrays have keys without a separator.</summary>
    internal static IStore Wrap(IStore store, StorePrefix path, ArrayMetadata array) =>
        array.Shape.Rank > 1 ? new ChunkKeySeparatorDetector(store, path, array.Shape.Rank, array.ChunkKeyEncoding.Separator) : store;

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) =>
        FindAsync(key, (actual, token) => store.GetAsync(actual, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        FindAsync(key, (actual, token) => store.GetRangeAsync(actual, range, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) =>
        FindAsync(key, (actual, token) => store.GetLengthAsync(actual, token), cancellationToken);

    private async ValueTask<T?> FindAsync<T>(StoreKey key, Func<StoreKey, CancellationToken, ValueTask<T?>> get, CancellationToken cancellationToken)
    {
        var asked = separator == other ? WithOtherSeparator(key) : key;
        var found = await get(asked, cancellationToken).ConfigureAwait(false);
        if (found is not null)
        {
            Record(asked == key ? declared : other);
            return found;
        }

        await DetectAsync(key, cancellationToken).ConfigureAwait(false);
        return separator == other && asked == key ? await get(WithOtherSeparator(key), cancellationToken).ConfigureAwait(false) : found;
    }

    /// <summary>The first separator that was found counts.</summary>
    private void Record(char found)
    {
        if (separator == '\0')
        {
            separator = found;
        }
    }

    private async ValueTask DetectAsync(StoreKey missing, CancellationToken cancellationToken)
    {
        if (separator != '\0')
        {
            return;
        }

        // Concurrent reads take the same lock, so that they wait for one detection.
        using var held = await locks.AcquireAsync(path.Key("chunks"), cancellationToken).ConfigureAwait(false);
        if (separator == '\0')
        {
            Record(await UsesOtherSeparatorAsync(missing, cancellationToken).ConfigureAwait(false) ? other : declared);
        }
    }

    private async ValueTask<bool> UsesOtherSeparatorAsync(StoreKey missing, CancellationToken cancellationToken)
    {
        var first = path.Key(string.Join(declared, Enumerable.Repeat(0, rank)));
        if (missing != first && await ExistsAsync(first, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        return await ExistsAsync(WithOtherSeparator(missing), cancellationToken).ConfigureAwait(false)
            || (missing != first && await ExistsAsync(WithOtherSeparator(first), cancellationToken).ConfigureAwait(false))
            || await ListsOtherSeparatorAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> ExistsAsync(StoreKey key, CancellationToken cancellationToken) =>
        await store.GetLengthAsync(key, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Whether the store lists chunks with the other separator and no chunk with the declared one; false if the store cannot be listed.</summary>
    private async ValueTask<bool> ListsOtherSeparatorAsync(CancellationToken cancellationToken)
    {
        if (store is not IListableStore listable)
        {
            return false;
        }

        var names = await listable.ListChildrenAsync(path, cancellationToken).ConfigureAwait(false);
        return names.Any(name => HasSeparator(other, name)) && !names.Any(name => HasSeparator(declared, name));
    }

    /// <summary>Whether a name directly below the array belongs to chunks: <c>1.2.3</c>, or <c>1</c> if the separator is a slash.</summary>
    private bool HasSeparator(char candidate, string name)
    {
        var parts = name.Split('.');
        return parts.Length == (candidate == '/' ? 1 : rank)
            && parts.All(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }

    private StoreKey WithOtherSeparator(StoreKey key)
    {
        var start = path.IsRoot ? 0 : path.Value.Length + 1;
        return path.Key(key.Value[start..].Replace(declared, other));
    }
}
