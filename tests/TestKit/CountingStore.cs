using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Zarr.Stores;

namespace TestKit;

/// <summary>What was asked of a store.</summary>
public enum StoreOperation
{
    /// <summary>A whole value.</summary>
    Get,

    /// <summary>A part of a value.</summary>
    GetRange,

    /// <summary>The length of a value.</summary>
    GetLength,

    /// <summary>A value was written.</summary>
    Set,

    /// <summary>A value was written because there was none; not <see cref="StoreRequest.Found"/> if there was one.</summary>
    Create,

    /// <summary>A value was deleted.</summary>
    Delete,

    /// <summary>All values below a prefix were deleted.</summary>
    DeletePrefix,

    /// <summary>All keys below a prefix.</summary>
    List,

    /// <summary>The names directly below a prefix.</summary>
    ListChildren,
}

/// <summary>One request.</summary>
/// <param name="Operation">What was asked.</param>
/// <param name="Key">Text of the key or prefix.</param>
/// <param name="Bytes">Bytes that were handed over; 0 if the key was absent or no bytes are involved.</param>
/// <param name="Found">Whether the key was there; true for requests that cannot tell.</param>
public sealed record StoreRequest(StoreOperation Operation, string Key, long Bytes, bool Found = true);

/// <summary>A store that notes each request to the store inside. A request is noted when it has succeeded. Thread-safe.</summary>
public sealed class CountingStore(IWritableStore inner) : ICreateOnlyStore, IVersionedStore, IListableStore
{
    private readonly ConcurrentQueue<StoreRequest> log = new();

    /// <summary>A counting store around a new store in memory.</summary>
    public CountingStore()
        : this(new MemoryStore())
    {
    }

    /// <summary>All requests, oldest first.</summary>
    public IReadOnlyList<StoreRequest> Log => [.. log];

    /// <summary>Number of values and parts of values that were asked for, absent ones included.</summary>
    public int Reads => Count(StoreOperation.Get) + Count(StoreOperation.GetRange);

    /// <summary>Number of values that were written.</summary>
    public int Writes => Count(StoreOperation.Set) + Of(StoreOperation.Create).Count(request => request.Found);

    /// <summary>Number of deletions, of values and of prefixes.</summary>
    public int Deletes => Count(StoreOperation.Delete) + Count(StoreOperation.DeletePrefix);

    /// <summary>Number of listings of both kinds.</summary>
    public int Lists => Count(StoreOperation.List) + Count(StoreOperation.ListChildren);

    /// <summary>Bytes that were read.</summary>
    public long BytesRead => Of(StoreOperation.Get).Concat(Of(StoreOperation.GetRange)).Sum(request => request.Bytes);

    /// <summary>Bytes that were written.</summary>
    public long BytesWritten => Of(StoreOperation.Set).Concat(Of(StoreOperation.Create)).Sum(request => request.Bytes);

    /// <summary>The requests of one kind, oldest first.</summary>
    public IEnumerable<StoreRequest> Of(StoreOperation operation) => log.Where(request => request.Operation == operation);

    /// <summary>The number of requests of one kind.</summary>
    public int Count(StoreOperation operation) => Of(operation).Count();

    /// <summary>Forgets all requests so far.</summary>
    public void Clear() => log.Clear();

    /// <inheritdoc/>
    public async ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) =>
        Noted(StoreOperation.Get, key, await inner.GetAsync(key, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) =>
        Noted(StoreOperation.GetRange, key, await inner.GetRangeAsync(key, range, cancellationToken));

    /// <inheritdoc/>
    /// <remarks>Noted as <see cref="StoreOperation.GetRange"/>. There is no version if the store inside tells none.</remarks>
    public async ValueTask<(IMemoryOwner<byte> Bytes, string? Version)?> GetVersionedRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default)
    {
        if (inner is not IVersionedStore versioned)
        {
            return await GetRangeAsync(key, range, cancellationToken) is { } bytes ? (bytes, null) : null;
        }

        var value = await versioned.GetVersionedRangeAsync(key, range, cancellationToken);
        Noted(StoreOperation.GetRange, key, value?.Bytes);
        return value;
    }

    /// <inheritdoc/>
    public async ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        var length = await inner.GetLengthAsync(key, cancellationToken);
        log.Enqueue(new(StoreOperation.GetLength, key.Value, 0, length is not null));
        return length;
    }

    /// <inheritdoc/>
    public async ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        await inner.SetAsync(key, value, cancellationToken);
        log.Enqueue(new(StoreOperation.Set, key.Value, value.Length));
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The store inside cannot create.</exception>
    public async ValueTask<bool> TryCreateAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        var created = await inner.AsCreateOnly().TryCreateAsync(key, value, cancellationToken);
        log.Enqueue(new(StoreOperation.Create, key.Value, created ? value.Length : 0, created));
        return created;
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        await inner.DeleteAsync(key, cancellationToken);
        log.Enqueue(new(StoreOperation.Delete, key.Value, 0));
    }

    /// <inheritdoc/>
    public async ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default)
    {
        await inner.DeletePrefixAsync(prefix, cancellationToken);
        log.Enqueue(new(StoreOperation.DeletePrefix, prefix.Value, 0));
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The store inside cannot list.</exception>
    public async IAsyncEnumerable<StoreKey> ListAsync(StorePrefix prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        log.Enqueue(new(StoreOperation.List, prefix.Value, 0));
        await foreach (var key in inner.AsListable().ListAsync(prefix, cancellationToken))
        {
            yield return key;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The store inside cannot list.</exception>
    public async ValueTask<IReadOnlyList<string>> ListChildrenAsync(StorePrefix prefix, CancellationToken cancellationToken = default)
    {
        var names = await inner.AsListable().ListChildrenAsync(prefix, cancellationToken);
        log.Enqueue(new(StoreOperation.ListChildren, prefix.Value, 0));
        return names;
    }

    private IMemoryOwner<byte>? Noted(StoreOperation operation, StoreKey key, IMemoryOwner<byte>? value)
    {
        log.Enqueue(new(operation, key.Value, value?.Memory.Length ?? 0, value is not null));
        return value;
    }
}
