using System.Buffers;

namespace Zarr.Stores;

/// <summary>A store that reports the version of the value with each answer, as object stores do by entity tags. Shard indexes are cached only for stores that report versions, by this interface
/// or by <see cref="ISnapshotStore"/>, because another version has its inner chunks elsewhere.</summary>
public interface IVersionedStore : IStore
{
    /// <summary>A part of a value, as <see cref="IStore.GetRangeAsync"/> returns it, and the version of the value; null if the key is absent.</summary>
    /// <returns>The bytes, which the caller must dispose, and an entity tag or version number: equal versions of a key mean equal bytes. The version is null if the store does not know it.</returns>
    ValueTask<(IMemoryOwner<byte> Bytes, string? Version)?> GetVersionedRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default);
}
