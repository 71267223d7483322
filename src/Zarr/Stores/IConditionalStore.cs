namespace Zarr.Stores;

/// <summary>A store that replaces a value only if no other writer has changed it, as object stores do by entity tags. Several writers change one document in this way, and none loses the change of another.</summary>
public interface IConditionalStore : ICreateOnlyStore, IVersionedStore
{
    /// <summary>Publishes a value in place of one version of it. Atomic: of several that replace the same version at the same time, exactly one succeeds.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The new value.</param>
    /// <param name="version">The version that is replaced, as <see cref="IVersionedStore.GetVersionedRangeAsync"/> gave it.</param>
    /// <param name="cancellationToken">Stops the publication; the value may then be published or not.</param>
    /// <returns>Whether the value was published; false if the key has another version now, or no value.</returns>
    ValueTask<bool> TryReplaceAsync(StoreKey key, ReadOnlyMemory<byte> value, string version, CancellationToken cancellationToken = default);
}
