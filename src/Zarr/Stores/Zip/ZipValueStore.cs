namespace Zarr.Stores.Zip;

/// <summary>An archive that is a value of another store.</summary>
internal sealed class ZipValueStore(IStore store, StoreKey key) : ZipStore(new StoredArchive(store, key))
{
    public override string ToString() => key.Value;
}
