using System.Buffers;
using Zarr.Stores;

namespace TestKit;

/// <summary>A store that reads, writes and lists, and has no conditions and no versions.</summary>
public sealed class UnconditionalStore(IWritableStore inner) : IWritableStore, IListableStore
{
    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) => inner.GetRangeAsync(key, range, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetLengthAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) => inner.SetAsync(key, value, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.DeleteAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => inner.DeletePrefixAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoreKey> ListAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => inner.AsListable().ListAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListChildrenAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => inner.AsListable().ListChildrenAsync(prefix, cancellationToken);
}
