using System.Buffers;

namespace Zarr.Stores;

/// <summary>A store that reports the version of the value with each answer, as object stores do by entity tags. Shard indexes are cached only for stores that report versions, by this interface
/// or by <see cref="ISnapshotStore"/>, because another version has its inner chunks elsewhere.</summary>
public interface IVersionedStore : IStore
{
    /// <summary>A part of a value, as <see cref="IStore.GetRangeAsync"/> returns it, and the version of the value; null if the key is absent.</summary>
    ValueTask<VersionedValue?> GetVersionedRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default);
}

/// <summary>A part of one version of a value.</summary>
/// <param name="Bytes">The bytes. The caller owns them and must dispose them.</param>
/// <param name="Version">The version; null if the store does not know it.</param>
public readonly record struct VersionedValue(IMemoryOwner<byte> Bytes, ValueVersion? Version);
