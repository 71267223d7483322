namespace Zarr.Stores;

/// <summary>Opens the addresses of one kind of store, such as <c>s3://bucket/key</c>. A package registers its own by <see cref="StoreLocation.Register"/>.</summary>
public interface IStoreScheme
{
    /// <summary>The scheme of the addresses in lower case, without <c>://</c>, for example <c>s3</c>.</summary>
    string Name { get; }

    /// <summary>Opens the store of an address. No request is sent: a server that cannot be reached is noticed by the first read or write.</summary>
    /// <param name="address">The address, beginning with the scheme.</param>
    /// <param name="connection">How the store is reached.</param>
    /// <returns>The store, and the path of the address in it. Stores of the same service share connections.</returns>
    /// <exception cref="ArgumentException">The address cannot be understood; the message says why.</exception>
    (IStore Store, StorePrefix Path) Open(string address, StoreConnection connection);
}
