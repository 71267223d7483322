using System.Buffers;

namespace Zarr.Stores;

/// <summary>
/// Values (byte strings) by key. Every store can be read. Further interfaces declare what else a store can do:
/// <see cref="IWritableStore"/>, <see cref="ICreateOnlyStore"/>, <see cref="IConditionalStore"/>, <see cref="IListableStore"/>, <see cref="IStreamingStore"/>, <see cref="ISnapshotStore"/>, <see cref="IVersionedStore"/>,
/// <see cref="IIdentifiableStore"/>.
/// </summary>
/// <remarks>All members may be called from several threads at once. An absent key is <see langword="null"/>, not an exception; an
/// exception means that the store could not answer.</remarks>
public interface IStore
{
    /// <summary>The whole value; null if the key is absent.</summary>
    /// <returns>Memory of exactly the value's length. The caller owns it and must dispose it.</returns>
    ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default);

    /// <summary>A part of a value, or null if there is no such key. A range is cut where the value ends, so the result may be shorter than asked for, even empty.</summary>
    /// <returns>Memory of exactly the length that was read. The caller owns it and must dispose it.</returns>
    ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default);

    /// <summary>The length of a value in bytes, or null if there is no such key.</summary>
    ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default);
}

/// <summary>A store that takes values.</summary>
public interface IWritableStore : IStore
{
    /// <summary>Publishes a value, replacing any before it. Atomic: other readers, and a crash at any time, see the old value or the new one, whole.</summary>
    ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default);

    /// <summary>Removes a value. Nothing happens if the key is absent.</summary>
    ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default);

    /// <summary>Removes every value below the prefix, that is, whose key begins with the prefix and a <c>/</c> (all values for the root); nothing happens
    /// if no value is below it. Not atomic.</summary>
    ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default);
}

/// <summary>A store that can create a value only if the key is absent, so that one of several concurrent creators of a node succeeds.</summary>
public interface ICreateOnlyStore : IWritableStore
{
    /// <summary>Publishes a value if its key is absent. Atomic: of several that create the same key at the same time, exactly one succeeds.</summary>
    /// <returns>Whether the value was published; false if a value exists already; that value stays unchanged.</returns>
    ValueTask<bool> TryCreateAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default);
}

/// <summary>A store that can list its keys.</summary>
public interface IListableStore : IStore
{
    /// <summary>All keys below a prefix, at any depth, in no particular order.</summary>
    IAsyncEnumerable<StoreKey> ListAsync(StorePrefix prefix, CancellationToken cancellationToken = default);

    /// <summary>The names directly below a prefix: of values and of further prefixes alike (each once), sorted ordinally.</summary>
    ValueTask<IReadOnlyList<string>> ListChildrenAsync(StorePrefix prefix, CancellationToken cancellationToken = default);
}
