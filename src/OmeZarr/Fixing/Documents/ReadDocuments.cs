using System.Buffers;
using Zarr.Stores;

namespace OmeZarr.Fixing.Documents;

/// <summary>A read-only store in the place of one that can be written, for trials, which write nothing.</summary>
internal sealed class ReadDocuments(IStore store) : IWritableStore
{
    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => store.GetAsync(key, cancellationToken);

    public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) => store.GetRangeAsync(key, range, cancellationToken);

    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => store.GetLengthAsync(key, cancellationToken);

    public ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) => throw ReadOnly();

    public ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default) => throw ReadOnly();

    public ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => throw ReadOnly();

    public override string? ToString() => store.ToString();

    private NotSupportedException ReadOnly() => new($"{store.GetType().Name} is read-only");
}
