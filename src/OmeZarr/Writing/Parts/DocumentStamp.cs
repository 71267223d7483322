using Zarr.Stores;

namespace OmeZarr.Writing.Parts;

/// <summary>Tells whether somebody has replaced or changed a document since it was looked at, without reading it.</summary>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Modified">When it was changed.</param>
/// <param name="Identity">Which file it is; each replacement is another one. Null where the platform does not say.</param>
internal readonly record struct DocumentStamp(long Length, DateTime Modified, StoreIdentity? Identity)
{
    /// <summary>The stamp of the document of a group; null if there is none.</summary>
    internal static DocumentStamp? Of(string folder, string name = GroupDocument.Name)
    {
        var file = new FileInfo(Path.Join(folder, name));
        if (!file.Exists)
        {
            return null;
        }

        return new DocumentStamp(file.Length, file.LastWriteTimeUtc, StoreIdentity.OfPath(file.FullName));
    }
}
