using System.Buffers;
using System.Collections.Concurrent;
using OmeZarr.Planning;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Writing.Dividing;

/// <summary>Stores the values of a part and notes them. Documents are kept in memory: whoever finishes the plan writes them.</summary>
internal class RecordingStore : IWritableStore
{
    private readonly ConcurrentDictionary<string, byte[]> documents = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StoredValue> written;
    private readonly IWritableStore inner;
    private readonly int prefix;

    private RecordingStore(IWritableStore inner, StorePrefix place, ConcurrentDictionary<string, StoredValue> written) =>
        (this.inner, this.written, prefix) = (inner, written, place.IsRoot ? 0 : place.Key(GroupDocument.Name).Value.Length - GroupDocument.Name.Length);

    /// <summary>A store for a part.</summary>
    /// <param name="inner">The store.</param>
    /// <param name="place">The path of the hierarchy in it.</param>
    /// <param name="written">Receives the values, by their keys in the hierarchy.</param>
    internal static RecordingStore Of(IWritableStore inner, StorePrefix place, ConcurrentDictionary<string, StoredValue> written) =>
        inner is IStreamingStore streaming ? new Streaming(streaming, place, written) : new RecordingStore(inner, place, written);

    /// <inheritdoc/>
    public async ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        if (IsDocument(key))
        {
            documents[key.Value] = value.ToArray();
            return;
        }

        await inner.SetAsync(key, value, cancellationToken).ConfigureAwait(false);
        Note(key, value.Length, Crc32C.Checksum(value.Span));
    }

    /// <inheritdoc/>
    /// <remarks>Each value of a part is written once, so nothing is there that could be deleted.</remarks>
    public ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => throw new NotSupportedException("a part deletes nothing");

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => GetRangeAsync(key, ByteRange.FromOffset(0), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        IsDocument(key) ? DocumentAsync(key, range, cancellationToken) : inner.GetRangeAsync(key, range, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) =>
        IsDocument(key) ? ValueTask.FromResult<long?>(documents.TryGetValue(key.Value, out var document) ? document.Length : null) : inner.GetLengthAsync(key, cancellationToken);

    private async ValueTask<IMemoryOwner<byte>?> DocumentAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken)
    {
        var memory = new MemoryStore();
        if (documents.TryGetValue(key.Value, out var document))
        {
            await memory.SetAsync(key, document, cancellationToken).ConfigureAwait(false);
        }

        return await memory.GetRangeAsync(key, range, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsDocument(StoreKey key) => NodeNames.Documents.Contains(key.Value[(key.Value.LastIndexOf('/') + 1)..]);

    private void Note(StoreKey key, long length, uint checksum) => written[key.Value[prefix..]] = new StoredValue(length, checksum);

    private sealed class Streaming(IStreamingStore streaming, StorePrefix place, ConcurrentDictionary<string, StoredValue> written) : RecordingStore(streaming, place, written), IStreamingStore
    {
        public async ValueTask<IValueWriter> BeginAsync(StoreKey key, CancellationToken cancellationToken = default) =>
            new Writer(await streaming.BeginAsync(key, cancellationToken).ConfigureAwait(false), (length, checksum) => Note(key, length, checksum));
    }

    private sealed class Writer(IValueWriter inner, Action<long, uint> note) : IValueWriter
    {
        private uint checksum;
        private long length;

        public ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
        {
            (checksum, length) = (Crc32C.Append(checksum, bytes.Span), length + bytes.Length);
            return inner.AppendAsync(bytes, cancellationToken);
        }

        public async ValueTask PublishAsync(CancellationToken cancellationToken = default)
        {
            await inner.PublishAsync(cancellationToken).ConfigureAwait(false);
            note(length, checksum);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
