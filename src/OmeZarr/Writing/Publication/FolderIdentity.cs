using Zarr.Stores;

namespace OmeZarr.Writing.Publication;

/// <summary>Tells folders apart that stand at one path one after the other.</summary>
internal static class FolderIdentity
{
    /// <summary>The identity of the folder at a path; null if nothing is there, or the platform cannot tell.</summary>
    internal static StoreIdentity? Of(string folder) => StoreIdentity.OfPath(folder);
}
