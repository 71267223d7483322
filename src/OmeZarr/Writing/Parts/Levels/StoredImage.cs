using OmeZarr.Planning;
using OmeZarr.V05;
using OmeZarr.Writing.Places;
using Zarr;
using Zarr.Metadata;

namespace OmeZarr.Writing.Parts.Levels;

/// <summary>An image or label image on disk that gets levels.</summary>
/// <param name="Folder">Its absolute path.</param>
/// <param name="Path">Its path in the hierarchy of the user.</param>
/// <param name="Document">Its document, byte for byte.</param>
/// <param name="Stored">The same, parsed.</param>
/// <param name="Metadata">The metadata of OME-Zarr in it.</param>
/// <param name="Finest">The metadata of the array of level 0.</param>
internal sealed record StoredImage(string Folder, string Path, byte[] Document, GroupMetadata Stored, Image Metadata, ArrayMetadata Finest)
{
    private const string What = "an image";

    internal Multiscale Multiscale => Metadata.Multiscales[0];

    /// <summary>Reads an image of OME-Zarr 0.5.</summary>
    /// <param name="root">The absolute path of the hierarchy, links resolved.</param>
    /// <param name="path">Path of the image in it.</param>
    /// <exception cref="OmeZarrException">The metadata are not those of an image of 0.5, or break the specification.</exception>
    /// <exception cref="ZarrException">There is no group, or no array of level 0, or a document is damaged.</exception>
    /// <exception cref="IOException">It is a group of Zarr v2, or a document cannot be read.</exception>
    internal static StoredImage Read(string root, string path)
    {
        var folder = path.Length == 0 ? root : System.IO.Path.Join(root, path);
        var stored = StoredGroup.Read(folder, What) ?? throw new NodeNotFoundException(path, $"there is no group in {folder}; nothing was changed");
        var isLabel = stored.Attributes[GroupDocument.MetadataKey]?["image-label"] is not null;
        var metadata = isLabel ? StoredGroup.Metadata(stored, folder, What, OmeMetadata.ParseLenient<LabelImage>) : StoredGroup.Metadata(stored, folder, What, OmeMetadata.ParseLenient<Image>);
        Validated.WarningsOf(metadata, $"{folder} cannot get levels");
        if (metadata.Multiscales.Count != 1)
        {
            throw new IOException($"{folder} has {Counted.Of(metadata.Multiscales.Count, "multiscale")}, and nobody can tell which gets levels; leave one of them in the metadata, nothing was changed");
        }

        return new StoredImage(folder, path, DocumentOf(folder), stored, metadata, ArrayOf(folder, metadata.Multiscales[0].Datasets[0].Path) ?? throw NoArray(folder, metadata.Multiscales[0].Datasets[0].Path));
    }

    /// <summary>The metadata of an array of the image; null if there is none.</summary>
    internal ArrayMetadata? ArrayOf(string level) => ArrayOf(Folder, level);

    /// <summary>Whether the document has changed since it was read.</summary>
    internal bool HasChanged() => !Destination.ReadOrNull(System.IO.Path.Join(Folder, GroupDocument.Name)).AsSpan().SequenceEqual(Document);

    private static ArrayMetadata? ArrayOf(string folder, string level)
    {
        var array = System.IO.Path.Join(folder, level);
        return Destination.ReadOrNull(System.IO.Path.Join(array, GroupDocument.Name)) is { } document && Destination.IsGroup(array) == false ? ArrayMetadata.Parse(document) : null;
    }

    private static byte[] DocumentOf(string folder) => Destination.ReadOrNull(System.IO.Path.Join(folder, GroupDocument.Name)) ?? throw Destination.NoHierarchy(folder);

    private static NodeNotFoundException NoArray(string folder, string level) => new(level, $"there is no array in {System.IO.Path.Join(folder, level)}, which is level 0 of the image; nothing was changed");
}
