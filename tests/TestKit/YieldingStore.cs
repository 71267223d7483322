using System.Buffers;
using Zarr.Stores;

namespace TestKit;

/// <summary>A store that gives its thread away before each request, as one on a disk or in a network would, so that tasks really interleave.</summary>
public sealed class YieldingStore(IWritableStore inner) : IWritableStore
{
    /// <inheritdoc/>
    public async ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return await inner.GetAsync(key, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return await inner.GetRangeAsync(key, range, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return await inner.GetLengthAsync(key, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        await inner.SetAsync(key, value, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        await inner.DeleteAsync(key, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        await inner.DeletePrefixAsync(prefix, cancellationToken);
    }
}
