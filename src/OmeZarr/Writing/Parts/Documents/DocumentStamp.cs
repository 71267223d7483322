using OmeZarr.Planning;
using Zarr.Stores.Files;

namespace OmeZarr.Writing.Parts;

/// <summary>Detects whether a document was changed or replaced, without reading it.</summary>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Modified">Time of the last change.</param>
/// <param name="Identity">Identity of the file, which changes with each replacement; null where the platform has none.</param>
internal readonly record struct DocumentStamp(long Length, DateTime Modified, FileIdentity? Identity)
{
    /// <summary>The stamp of the document of a group; null if there is none.</summary>
    internal static DocumentStamp? Of(string folder, string name = GroupDocument.Name)
    {
        var file = new FileInfo(Path.Join(folder, name));
        if (!file.Exists)
        {
            return null;
        }

        return new DocumentStamp(file.Length, file.LastWriteTimeUtc, FileIdentity.OfPath(file.FullName));
    }
}
