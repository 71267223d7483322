using System.Buffers;
using Zarr.Stores;

namespace Zarr.Tests.Arrays.Shards;

/// <summary>A store that lets other tasks run around each request.</summary>
internal sealed class Yielding(IWritableStore inner) : IWritableStore
{
    public async ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return await inner.GetAsync(key, cancellationToken);
    }

    public async ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        var value = await inner.GetRangeAsync(key, range, cancellationToken);
        await Task.Yield();
        return value;
    }

    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetLengthAsync(key, cancellationToken);

    public async ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        await inner.SetAsync(key, value, cancellationToken);
        await Task.Yield();
    }

    public ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.DeleteAsync(key, cancellationToken);

    public ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => inner.DeletePrefixAsync(prefix, cancellationToken);
}
