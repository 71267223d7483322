namespace Zarr.Stores;

/// <summary>A store that tells the version of a value faster than it opens the value.</summary>
internal interface IVersionProbe : ISnapshotStore
{
    /// <summary>The version of a value as it is now.</summary>
    /// <returns>The version that the opened value would report; null if it would report none, and if there is no value.</returns>
    string? VersionOf(StoreKey key);
}
