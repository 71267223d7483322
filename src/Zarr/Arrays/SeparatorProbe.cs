using System.Buffers;
using System.Globalization;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Arrays;

/// <summary>
/// The chunks of a Zarr v2 array whose <c>dimension_separator</c> may be wrong: files exist with <c>0/0</c> where the metadata means
/// <c>0.0</c> and the other way round, and whoever believes the metadata reads nothing but fill values. Asked by the declared keys;
/// when the first chunk that is asked for is missing, it looks once which keys there are.
/// </summary>
/// <remarks>As long as chunks are found nothing more is asked for. Looking takes at most three lengths and one listing.</remarks>
internal sealed class SeparatorProbe(IStore store, StorePrefix path, int rank, char declared) : IStore
{
    private readonly char other = declared == '/' ? '.' : '/';
    private readonly ChunkLocks locks = new();

    // '\0' until it is known.
    private volatile char separator;

    /// <summary>The store to read the chunks of an array from.</summary>
    internal static IStore Around(IStore store, StorePrefix path, ArrayMetadata array) =>
        array.Shape.Rank > 1 ? new SeparatorProbe(store, path, array.Shape.Rank, array.ChunkKeyEncoding.Separator) : store;

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
        var asked = separator == other ? Other(key) : key;
        var found = await get(asked, cancellationToken).ConfigureAwait(false);
        if (found is not null)
        {
            Decide(asked == key ? declared : other);
            return found;
        }

        await LookAsync(key, cancellationToken).ConfigureAwait(false);
        return separator == other && asked == key ? await get(Other(key), cancellationToken).ConfigureAwait(false) : found;
    }

    /// <summary>The first finding counts.</summary>
    private void Decide(char found)
    {
        if (separator == '\0')
        {
            separator = found;
        }
    }

    private async ValueTask LookAsync(StoreKey missing, CancellationToken cancellationToken)
    {
        if (separator != '\0')
        {
            return;
        }

        // The chunks that are read at the same time wait for one look, so all take the same lock.
        using var held = await locks.AcquireAsync(path.Key("chunks"), cancellationToken).ConfigureAwait(false);
        if (separator == '\0')
        {
            Decide(await IsOtherAsync(missing, cancellationToken).ConfigureAwait(false) ? other : declared);
        }
    }

    private async ValueTask<bool> IsOtherAsync(StoreKey missing, CancellationToken cancellationToken)
    {
        var first = path.Key(string.Join(declared, Enumerable.Repeat(0, rank)));
        if (missing != first && await ExistsAsync(first, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        return await ExistsAsync(Other(missing), cancellationToken).ConfigureAwait(false)
            || (missing != first && await ExistsAsync(Other(first), cancellationToken).ConfigureAwait(false))
            || await IsOtherByNamesAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> ExistsAsync(StoreKey key, CancellationToken cancellationToken) =>
        await store.GetLengthAsync(key, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Whether there are chunks with the other keys and none with the declared ones; false if the store cannot say what it holds.</summary>
    private async ValueTask<bool> IsOtherByNamesAsync(CancellationToken cancellationToken)
    {
        if (store is not IListableStore listable)
        {
            return false;
        }

        var names = await listable.ListChildrenAsync(path, cancellationToken).ConfigureAwait(false);
        return names.Any(name => IsOf(other, name)) && !names.Any(name => IsOf(declared, name));
    }

    /// <summary>Whether a name directly below the array belongs to chunks: <c>1.2.3</c>, or <c>1</c> if the separator is a slash.</summary>
    private bool IsOf(char one, string name)
    {
        var parts = name.Split('.');
        return parts.Length == (one == '/' ? 1 : rank)
            && parts.All(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }

    private StoreKey Other(StoreKey key)
    {
        var start = path.IsRoot ? 0 : path.Value.Length + 1;
        return path.Key(key.Value[start..].Replace(declared, other));
    }
}
