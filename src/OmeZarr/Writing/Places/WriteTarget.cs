using OmeZarr.Planning;
using Zarr.Stores;

namespace OmeZarr.Writing;

/// <summary>Where a hierarchy is written while it is not yet visible.</summary>
/// <param name="Documents">Takes its documents, with keys relative to the hierarchy.</param>
/// <param name="Options">How to write there.</param>
/// <param name="At">Completes the request for an array by its path in the hierarchy.</param>
internal sealed record WriteTarget(IWritableStore Documents, WriteOptions Options, Func<ArrayRequest, string, ArrayRequest> At)
{
    /// <summary>A folder.</summary>
    /// <param name="folder">Its absolute path.</param>
    /// <param name="options">How to write there.</param>
    internal static WriteTarget InFolder(string folder, WriteOptions options) =>
        new(options.OpenStore(folder), options, (array, path) => array with { Path = Path.Join(folder, path) });

    /// <summary>Writes the document of a group.</summary>
    internal ValueTask SetAsync(string group, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) =>
        Documents.SetAsync(new StorePrefix(group).Key(GroupDocument.Name), document, cancellationToken);
}
