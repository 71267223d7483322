using System.Buffers;
using Zarr.Stores;

namespace TestKit;

/// <summary>A store that allows so many changes (values set, created or deleted) and then fails every further one, as if the process had died. Thread-safe.</summary>
public sealed class CrashingStore(IWritableStore inner, int changes) : ICreateOnlyStore, IListableStore
{
    private int begun;

    /// <summary>Whether a change was refused.</summary>
    public bool HasCrashed => Volatile.Read(ref begun) > changes;

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        inner.GetRangeAsync(key, range, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetLengthAsync(key, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        Change();
        await inner.SetAsync(key, value, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The store inside cannot create.</exception>
    public async ValueTask<bool> TryCreateAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        Change();
        return await inner.AsCreateOnly().TryCreateAsync(key, value, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        Change();
        await inner.DeleteAsync(key, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default)
    {
        Change();
        await inner.DeletePrefixAsync(prefix, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The store inside cannot list.</exception>
    public IAsyncEnumerable<StoreKey> ListAsync(StorePrefix prefix, CancellationToken cancellationToken = default) =>
        inner.AsListable().ListAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The store inside cannot list.</exception>
    public ValueTask<IReadOnlyList<string>> ListChildrenAsync(StorePrefix prefix, CancellationToken cancellationToken = default) =>
        inner.AsListable().ListChildrenAsync(prefix, cancellationToken);

    private void Change()
    {
        if (Interlocked.Increment(ref begun) > changes)
        {
            throw new IOException("the store is gone, as the test wanted");
        }
    }
}
