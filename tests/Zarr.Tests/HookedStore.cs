using System.Buffers;
using Zarr.Stores;

namespace Zarr.Tests;

/// <summary>A store that lets a test do something before each read.</summary>
internal sealed class HookedStore(IWritableStore inner) : IWritableStore
{
    internal Action<StoreKey, ByteRange>? OnRead { get; set; }

    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        OnRead?.Invoke(key, ByteRange.FromOffset(0));
        return inner.GetAsync(key, cancellationToken);
    }

    public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default)
    {
        OnRead?.Invoke(key, range);
        return inner.GetRangeAsync(key, range, cancellationToken);
    }

    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetLengthAsync(key, cancellationToken);

    public ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        inner.SetAsync(key, value, cancellationToken);

    public ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.DeleteAsync(key, cancellationToken);

    public ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default) =>
        inner.DeletePrefixAsync(prefix, cancellationToken);
}
