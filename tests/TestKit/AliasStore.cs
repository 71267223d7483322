using System.Buffers;
using System.Collections.Concurrent;
using Zarr.Stores;

namespace TestKit;

/// <summary>A store in which many keys have the same value, so that something large takes little memory. It notes the keys of the values that were read.</summary>
/// <param name="inner">Has the values.</param>
/// <param name="alias">The key whose value a key has.</param>
public sealed class AliasStore(IStore inner, Func<string, string> alias) : IStore
{
    private readonly ConcurrentQueue<(string Key, long Bytes)> reads = new();

    /// <summary>The keys that were asked for, with the bytes that were handed over; oldest first.</summary>
    public IReadOnlyList<(string Key, long Bytes)> Reads => [.. reads];

    /// <inheritdoc/>
    public async ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) =>
        Note(key, await inner.GetAsync(AliasOf(key), cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        Note(key, await inner.GetRangeAsync(AliasOf(key), range, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetLengthAsync(AliasOf(key), cancellationToken);

    private StoreKey AliasOf(StoreKey key) => new(alias(key.Value));

    private IMemoryOwner<byte>? Note(StoreKey key, IMemoryOwner<byte>? value)
    {
        reads.Enqueue((key.Value, value?.Memory.Length ?? 0));
        return value;
    }
}
