using System.Buffers;

namespace Zarr.Stores;

/// <summary>A store that says with each answer which version of the value it is of, as object stores do by entity tags. Where inner chunks lie in a shard is remembered only for stores that
/// say it, here or by <see cref="ISnapshotStore"/>: another version has them elsewhere.</summary>
public interface IVersionedStore : IStore
{
    /// <summary>A part of a value as <see cref="IStore.GetRangeAsync"/> gives it, and the version that it was read of; null if there is no such key.</summary>
    ValueTask<VersionedValue?> GetVersionedRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default);
}

/// <summary>A part of one version of a value.</summary>
/// <param name="Bytes">The bytes. The caller owns them and must dispose them.</param>
/// <param name="Version">The version; null if the store cannot say.</param>
public readonly record struct VersionedValue(IMemoryOwner<byte> Bytes, ValueVersion? Version);
