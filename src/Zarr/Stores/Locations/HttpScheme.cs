namespace Zarr.Stores;

/// <summary>Opens <c>http://</c> and <c>https://</c> addresses by <see cref="HttpStore"/>.</summary>
internal sealed class HttpScheme(string name) : IStoreScheme
{
    public string Name => name;

    public (IStore Store, StorePrefix Path) Open(string address, StoreConnection connection) => Uri.TryCreate(address, UriKind.Absolute, out var uri)
        ? (new HttpStore(uri), StorePrefix.Root)
        : throw new ArgumentException($"{ShownAddress.Of(address)} is not a valid address; an example is https://example.org/cells.ome.zarr", nameof(address));
}
