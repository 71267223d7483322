using System.Buffers;
using Zarr.Stores;

namespace TestKit;

/// <summary>A store with no more capabilities than reading and writing.</summary>
public sealed class UnlistableStore(IWritableStore inner) : IWritableStore
{
    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        inner.GetRangeAsync(key, range, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetLengthAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        inner.SetAsync(key, value, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.DeleteAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default) =>
        inner.DeletePrefixAsync(prefix, cancellationToken);
}
