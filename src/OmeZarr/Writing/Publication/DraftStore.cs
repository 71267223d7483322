using System.Buffers;
using System.Collections.Concurrent;
using OmeZarr.Planning;
using Zarr.Stores;

namespace OmeZarr.Writing.Publication;

/// <summary>
/// A claimed, empty path of a store, in which a hierarchy is built. The documents that make it visible are held back in memory. Because the path was empty and belongs to one writer, nothing is asked of the store about
/// what is there.
/// </summary>
internal class DraftStore : ICreateOnlyStore, IListableStore
{
    private readonly IWritableStore inner;
    private readonly StorePrefix place;
    private readonly StorePrefix path;
    private readonly ConcurrentDictionary<string, byte[]?> held;
    private readonly ConcurrentDictionary<string, bool> written;

    private DraftStore(IWritableStore inner, StorePrefix place, StorePrefix path, ConcurrentDictionary<string, byte[]?> held, ConcurrentDictionary<string, bool> written) =>
        (this.inner, this.place, this.path, this.held, this.written) = (inner, place, path, held, written);

    /// <summary>A store for what is built at a path.</summary>
    /// <param name="inner">The store.</param>
    /// <param name="place">The path in it.</param>
    /// <param name="held">The groups below the path whose documents are held back.</param>
    internal static DraftStore Of(IWritableStore inner, StorePrefix place, params IEnumerable<string> held)
    {
        var documents = new ConcurrentDictionary<string, byte[]?>(held.Distinct().Select(group => KeyValuePair.Create(new StorePrefix(group).Key(GroupDocument.Name).Value, (byte[]?)null)), StringComparer.Ordinal);
        return Of(inner, place, StorePrefix.Root, documents, new ConcurrentDictionary<string, bool>(StringComparer.Ordinal));
    }

    /// <summary>The store of a node in it, for example of an array.</summary>
    internal DraftStore Below(string relative) => Of(inner, place, path / relative, held, written);

    /// <summary>A document that was held back; null if it was not written.</summary>
    internal byte[]? Held(string group) => held.GetValueOrDefault(new StorePrefix(group).Key(GroupDocument.Name).Value);

    /// <inheritdoc/>
    public ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        var relative = path.Key(key.Value).Value;
        if (held.ContainsKey(relative))
        {
            held[relative] = value.ToArray();
            return ValueTask.CompletedTask;
        }

        if (IsDocument(relative))
        {
            written[relative] = true;
        }

        return inner.SetAsync(Inner(key), value, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryCreateAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        await SetAsync(key, value, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>Writers of whole arrays store each chunk once, so nothing is there that could be deleted.</remarks>
    public ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => throw new NotSupportedException("a hierarchy that is being built is deleted as a whole");

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => GetRangeAsync(key, ByteRange.FromOffset(0), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        IsAbsent(key) ? ValueTask.FromResult<IMemoryOwner<byte>?>(null) : inner.GetRangeAsync(Inner(key), range, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) =>
        IsAbsent(key) ? ValueTask.FromResult<long?>(null) : inner.GetLengthAsync(Inner(key), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Asked before a node is created: nothing is there.</remarks>
    public IAsyncEnumerable<StoreKey> ListAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => AsyncEnumerable.Empty<StoreKey>();

    /// <inheritdoc cref="ListAsync"/>
    public ValueTask<IReadOnlyList<string>> ListChildrenAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => ValueTask.FromResult<IReadOnlyList<string>>([]);

    private static DraftStore Of(IWritableStore inner, StorePrefix place, StorePrefix path, ConcurrentDictionary<string, byte[]?> held, ConcurrentDictionary<string, bool> written) =>
        inner is IStreamingStore streaming ? new Streaming(streaming, place, path, held, written) : new DraftStore(inner, place, path, held, written);

    private static bool IsDocument(string key) => NodeNames.Documents.Contains(key[(key.LastIndexOf('/') + 1)..]);

    private bool IsAbsent(StoreKey key) => path.Key(key.Value).Value is var relative && IsDocument(relative) && !written.ContainsKey(relative);

    private StoreKey Inner(StoreKey key) => place.IsRoot ? path.Key(key.Value) : place.Key(path.Key(key.Value).Value);

    private sealed class Streaming(IStreamingStore streaming, StorePrefix place, StorePrefix path, ConcurrentDictionary<string, byte[]?> held, ConcurrentDictionary<string, bool> written)
        : DraftStore(streaming, place, path, held, written), IStreamingStore
    {
        public ValueTask<IValueWriter> BeginAsync(StoreKey key, CancellationToken cancellationToken = default) => streaming.BeginAsync(Inner(key), cancellationToken);
    }
}
