using System.Buffers;
using Zarr.Stores;

namespace TestKit;

/// <summary>A write that a <see cref="FaultyStore"/> may refuse.</summary>
/// <param name="Number">Counts all writes, from 1, in the order in which they began.</param>
/// <param name="Key">What is to be written.</param>
/// <param name="Length">Bytes of this value.</param>
/// <param name="TotalLength">Bytes of all values up to and including this one.</param>
public readonly record struct WriteAttempt(int Number, StoreKey Key, long Length, long TotalLength);

/// <summary>A store whose writes fail when a test wants it; everything else goes to the store inside. Thread-safe.</summary>
/// <param name="inner">The store inside; a refused write does not reach it.</param>
/// <param name="fault">The exception for a write, or null to let it pass.</param>
public sealed class FaultyStore(IWritableStore inner, Func<WriteAttempt, IOException?> fault) : ICreateOnlyStore, IListableStore
{
    private readonly Lock gate = new();
    private int writes;
    private long bytes;

    /// <summary>Number of writes that were attempted.</summary>
    public int WriteAttempts
    {
        get
        {
            lock (gate)
            {
                return writes;
            }
        }
    }

    /// <summary>A store whose <paramref name="number"/>th write (from 1) fails, and no other.</summary>
    public static FaultyStore AtWrite(IWritableStore inner, int number, IOException? exception = null) =>
        new(inner, write => write.Number == number ? exception ?? new IOException($"write {number} fails, as the test wanted") : null);

    /// <summary>A store whose writes fail for some keys.</summary>
    public static FaultyStore AtKey(IWritableStore inner, Func<string, bool> fails) =>
        new(inner, write => fails(write.Key.Value) ? new IOException($"the write of {write.Key} fails, as the test wanted") : null);

    /// <summary>A store in which writes of some keys wait.</summary>
    public static FaultyStore WaitingAtKey(IWritableStore inner, Func<string, bool> waits, ManualResetEventSlim open, CancellationToken cancellationToken) => new(inner, write =>
    {
        if (waits(write.Key.Value))
        {
            open.Wait(cancellationToken);
        }

        return null;
    });

    /// <summary>A store with room for so many bytes, whatever is overwritten; from the write that does not fit every one fails.</summary>
    public static FaultyStore DiskFullAfter(IWritableStore inner, long capacity) =>
        new(inner, write => write.TotalLength > capacity ? new IOException("No space left on device, as the test wanted") : null);

    /// <inheritdoc/>
    public async ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        Attempt(key, value);
        await inner.SetAsync(key, value, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The store inside cannot create.</exception>
    public async ValueTask<bool> TryCreateAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        Attempt(key, value);
        return await inner.AsCreateOnly().TryCreateAsync(key, value, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        inner.GetRangeAsync(key, range, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetLengthAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.DeleteAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default) =>
        inner.DeletePrefixAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The store inside cannot list.</exception>
    public IAsyncEnumerable<StoreKey> ListAsync(StorePrefix prefix, CancellationToken cancellationToken = default) =>
        inner.AsListable().ListAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The store inside cannot list.</exception>
    public ValueTask<IReadOnlyList<string>> ListChildrenAsync(StorePrefix prefix, CancellationToken cancellationToken = default) =>
        inner.AsListable().ListChildrenAsync(prefix, cancellationToken);

    private void Attempt(StoreKey key, ReadOnlyMemory<byte> value)
    {
        WriteAttempt attempt;
        lock (gate)
        {
            attempt = new WriteAttempt(++writes, key, value.Length, bytes += value.Length);
        }

        if (fault(attempt) is { } exception)
        {
            throw exception;
        }
    }
}
