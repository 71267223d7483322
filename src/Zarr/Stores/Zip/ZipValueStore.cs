namespace Zarr.Stores.Zip;

/// <summary>An archive that is a value of another store.</summary>
internal sealed class ZipValueStore(IStore store, StoreKey key) : ZipStore(new StoredArchive(store, key))
{
    public override string ToString() => key.Value;
}

/// <summary>An archive that is a value of a store behind a network.</summary>
internal sealed class ZipRemoteStore(IRemoteStore store, StoreKey key) : ZipStore(new StoredArchive(store, key)), IRemoteStore
{
    public int RangeGap => store.RangeGap;

    public int MaxConcurrency => store.MaxConcurrency;

    public override string ToString() => $"{store}/{key}";
}
