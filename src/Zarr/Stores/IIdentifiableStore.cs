namespace Zarr.Stores;

/// <summary>A store that can distinguish successive folders at one path, for example before and after a hierarchy was replaced.</summary>
/// <remarks>For stores whose folders can be moved or exchanged as a whole. Stores without folders, such as object stores, need not implement it.</remarks>
public interface IIdentifiableStore : IStore
{
    /// <summary>The identity of the folder of a prefix at this moment.</summary>
    /// <returns>A text that is the same as long as it is the same folder, also when the folder is renamed or its content changes. Null if the path is missing, or if the store cannot tell.</returns>
    ValueTask<string?> GetIdentityAsync(StorePrefix prefix, CancellationToken cancellationToken = default);
}
