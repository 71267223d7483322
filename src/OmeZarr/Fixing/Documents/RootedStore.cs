using System.Buffers;
using Zarr.Stores;

namespace OmeZarr.Fixing.Documents;

/// <summary>The values of a store below a prefix, as a store of its own. Versions are null if the store cannot replace values on condition.</summary>
/// <param name="store">The store.</param>
/// <param name="root">The prefix.</param>
internal sealed class RootedStore(IWritableStore store, StorePrefix root) : IConditionalStore
{
    private readonly IConditionalStore? conditional = store as IConditionalStore;

    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => store.GetAsync(At(key), cancellationToken);

    public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) => store.GetRangeAsync(At(key), range, cancellationToken);

    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => store.GetLengthAsync(At(key), cancellationToken);

    public async ValueTask<(IMemoryOwner<byte> Bytes, string? Version)?> GetVersionedRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        conditional is not null ? await conditional.GetVersionedRangeAsync(At(key), range, cancellationToken).ConfigureAwait(false)
        : await store.GetRangeAsync(At(key), range, cancellationToken).ConfigureAwait(false) is { } bytes ? (bytes, null)
        : null;

    public ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) => store.SetAsync(At(key), value, cancellationToken);

    public ValueTask<bool> TryCreateAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) => Conditional.TryCreateAsync(At(key), value, cancellationToken);

    public ValueTask<bool> TryReplaceAsync(StoreKey key, ReadOnlyMemory<byte> value, string version, CancellationToken cancellationToken = default) =>
        Conditional.TryReplaceAsync(At(key), value, version, cancellationToken);

    public ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default) => store.DeleteAsync(At(key), cancellationToken);

    public ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default) =>
        store.DeletePrefixAsync(prefix.IsRoot ? root : new StorePrefix(root.Key(prefix.Value).Value), cancellationToken);

    public override string? ToString() => root.IsRoot ? store.ToString() : $"{root} of {store}";

    private IConditionalStore Conditional => conditional ?? throw new NotSupportedException($"{store.GetType().Name} cannot publish values on condition");

    private StoreKey At(StoreKey key) => root.Key(key.Value);
}
