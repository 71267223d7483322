using System.Text.Json.Nodes;
using OmeZarr.Planning;
using OmeZarr.Writing.Places;
using Zarr;
using Zarr.Metadata;

namespace OmeZarr.Writing.Parts;

/// <summary>Reads the <c>zarr.json</c> of a group before it is changed, and explains why a group cannot be changed.</summary>
internal static class StoredGroup
{
    /// <summary>The document of a folder; null if the folder does not exist.</summary>
    /// <inheritdoc cref="Read(HierarchyDocuments, string, string)"/>
    internal static GroupMetadata? Read(string folder, string what) => Read(new FolderDocuments(folder), string.Empty, what);

    /// <summary>The document of a group; null if there is nothing.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="path">Path of the group.</param>
    /// <param name="what">The expected kind in error messages, for example <c>a plate</c>.</param>
    /// <exception cref="IOException">There is something else than a group of Zarr v3, or the document cannot be read.</exception>
    /// <exception cref="ZarrException">The document is not that of a group.</exception>
    internal static GroupMetadata? Read(HierarchyDocuments documents, string path, string what) => ReadDocument(documents, path) is { } utf8 ? Parse(utf8, documents.PathOf(path), what) : null;

    /// <summary>Parses the document of a group.</summary>
    /// <exception cref="InvalidMetadataException">The document is not that of a group.</exception>
    internal static GroupMetadata Parse(byte[] utf8, string folder, string what)
    {
        try
        {
            return GroupMetadata.Parse(utf8);
        }
        catch (InvalidMetadataException e)
        {
            throw new InvalidMetadataException($"{folder} is not {what}: {e.Message}; repair or delete it, nothing was changed", e);
        }
    }

    /// <summary>The error for a group of Zarr v2.</summary>
    internal static IOException IsOld(string folder) =>
        new($"{folder} is not a Zarr v3 hierarchy but a group of Zarr v2 (OME-Zarr 0.4 or older), which this library only reads; convert it first, nothing was changed");

    private static byte[]? ReadDocument(HierarchyDocuments documents, string path)
    {
        for (var look = 1; ; look++)
        {
            if (documents.Read(path) is { } utf8)
            {
                return utf8;
            }

            if (documents.IsFree(path))
            {
                return null;
            }

            // Another writer may have published the group since its document was looked for.
            if (look == Destination.Looks)
            {
                throw Destination.NoHierarchy(documents.PathOf(path));
            }
        }
    }

    /// <summary>The OME-Zarr metadata of a group.</summary>
    /// <param name="stored">Its document.</param>
    /// <param name="folder">The folder in error messages.</param>
    /// <param name="what">The expected kind in error messages.</param>
    /// <param name="parse">Parses the metadata.</param>
    /// <exception cref="OmeZarrException">It is something else, or broken.</exception>
    internal static T Metadata<T>(GroupMetadata stored, string folder, string what, Func<JsonObject, Parsed<T>> parse)
        where T : class =>
        parse(stored.Attributes[GroupDocument.MetadataKey] as JsonObject ?? []).ValueOrThrow($"{folder} is not {what} of OME-Zarr 0.5, so nothing was changed");
}
