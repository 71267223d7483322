using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Zarr.Stores;

namespace TestKit;

/// <summary>
/// A store that takes values piece by piece and opens them for reading, as one in files does; everything else goes to the store inside. It notes each piece and gives its
/// thread away at each, so that tasks really interleave. Thread-safe.
/// </summary>
public sealed class PiecewiseStore(IWritableStore inner) : IStreamingStore, ISnapshotStore, IListableStore
{
    private readonly ConcurrentQueue<(long Offset, int Length)> reads = new();
    private readonly ConcurrentQueue<int> appended = new();
    private int opened;
    private int inUse;

    /// <summary>A store around a new one in memory.</summary>
    public PiecewiseStore()
        : this(new MemoryStore())
    {
    }

    /// <summary>What was read of opened values: where, and how much was asked for; oldest first.</summary>
    public IReadOnlyList<(long Offset, int Length)> Reads => [.. reads];

    /// <summary>Lengths of the pieces that were appended, oldest first.</summary>
    public IReadOnlyList<int> Appended => [.. appended];

    /// <summary>How often a value was opened.</summary>
    public int Opened => opened;

    /// <summary>How many writers and opened values were not disposed yet.</summary>
    public int InUse => inUse;

    /// <summary>Whether opened values say which version they are.</summary>
    public bool TellsVersions { get; init; } = true;

    /// <summary>Called before each read of an opened value.</summary>
    public Action? OnRead { get; set; }

    /// <summary>Where opened values end when they are read, whatever their length was: as if somebody cut a file off that is open.</summary>
    public long End { get; set; } = long.MaxValue;

    /// <summary>Called after each piece that was appended.</summary>
    public Action? OnAppended { get; set; }

    /// <summary>Forgets what was noted.</summary>
    public void Clear()
    {
        reads.Clear();
        appended.Clear();
        opened = 0;
    }

    /// <inheritdoc/>
    public async ValueTask<IValueWriter> BeginAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Increment(ref inUse);
        return new Writer(this, key);
    }

    /// <inheritdoc/>
    public async ValueTask<IValueSnapshot?> OpenAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        Interlocked.Increment(ref opened);
        using var value = await inner.GetAsync(key, cancellationToken);
        if (value is null)
        {
            return null;
        }

        Interlocked.Increment(ref inUse);
        var bytes = value.Memory.ToArray();
        return new Snapshot(this, bytes, TellsVersions ? Convert.ToHexString(SHA256.HashData(bytes)) : null);
    }

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
    public ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => inner.DeletePrefixAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The store inside cannot list its keys.</exception>
    public IAsyncEnumerable<StoreKey> ListAsync(StorePrefix prefix, CancellationToken cancellationToken = default) =>
        inner.AsListable().ListAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The store inside cannot list its keys.</exception>
    public ValueTask<IReadOnlyList<string>> ListChildrenAsync(StorePrefix prefix, CancellationToken cancellationToken = default) =>
        inner.AsListable().ListChildrenAsync(prefix, cancellationToken);

    private sealed class Writer(PiecewiseStore store, StoreKey key) : IValueWriter
    {
        private readonly ArrayBufferWriter<byte> value = new();

        public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            value.Write(bytes.Span);
            store.appended.Enqueue(bytes.Length);
            store.OnAppended?.Invoke();
        }

        public async ValueTask PublishAsync(CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            await store.SetAsync(key, value.WrittenMemory, cancellationToken);
        }

        public ValueTask DisposeAsync()
        {
            Interlocked.Decrement(ref store.inUse);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Snapshot(PiecewiseStore store, byte[] value, string? version) : IValueSnapshot
    {
        public long Length => value.Length;

        public string? Version => version;

        public async ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
        {
            store.OnRead?.Invoke();
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            store.reads.Enqueue((offset, destination.Length));
            var length = (int)Math.Clamp(Math.Min(store.End, value.Length) - offset, 0, destination.Length);
            value.AsSpan((int)Math.Min(offset, value.Length), length).CopyTo(destination.Span);
            return length;
        }

        public void Dispose() => Interlocked.Decrement(ref store.inUse);
    }
}
