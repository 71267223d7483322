using System.Text.Json;
using OmeZarr.Planning;
using OmeZarr.V05;
using OmeZarr.Writing.Places;
using Zarr;
using Zarr.Metadata;

namespace OmeZarr.Writing.Parts;

/// <summary>A group <c>labels</c> on disk, its list, and the image that it belongs to.</summary>
/// <param name="root">The absolute path of the group, which need not exist.</param>
internal sealed class LabelsPlace(string root)
{
    private string ImagePath => Path.GetDirectoryName(root)!;

    /// <summary>The described image; null if the parent group is not an image of OME-Zarr.</summary>
    /// <exception cref="IOException">The document above cannot be read.</exception>
    internal DescribedImage? DescribedImage() =>
        NodeJson.OmeMember(ImagePath, "multiscales") is { ValueKind: JsonValueKind.Array } multiscales
        && NodeJson.Member(multiscales.EnumerateArray().Select(multiscale => (JsonElement?)multiscale).FirstOrDefault(), "datasets") is { ValueKind: JsonValueKind.Array } datasets
            ? new DescribedImage(datasets.GetArrayLength(), Geometry)
            : null;

    /// <summary>Checks that a label may be added or replaced.</summary>
    /// <exception cref="IOException">The label exists and must stay, or another label is inside it.</exception>
    /// <exception cref="ArgumentException">The name differs from an existing one only in case.</exception>
    /// <inheritdoc cref="LabelsDocument.Read"/>
    internal void RequireRoom(string name, bool overwrite)
    {
        var listed = LabelsDocument.Read(root).Labels;
        RequireOwnName(name, listed);
        var isThere = listed.Contains(name) || (Destination.Exists(Path.Join(root, name)) && !new PublicationJournal(root).Read().Contains(name));
        if (isThere && !overwrite)
        {
            throw new DestinationExistsException(Path.Join(root, name), $"label \"{name}\" already exists in the labels group {root}. Set {nameof(WriteOptions.Overwrite)} to replace it; nothing was changed.");
        }

        if (listed.FirstOrDefault(other => other.StartsWith(name + "/", StringComparison.Ordinal)) is { } inside)
        {
            throw new DestinationExistsException(Path.Join(root, name), $"\"{name}\" holds the label \"{inside}\" of {root}, so it is not replaced. Choose another name; nothing was changed.");
        }

        if (isThere)
        {
            Destination.RequireReplaceable(Path.Join(root, name), overwrite);
        }
    }

    /// <summary>The current document with further labels; null if it lists them already.</summary>
    /// <param name="names">Names of the labels.</param>
    /// <inheritdoc cref="RequireRoom"/>
    internal byte[]? ListWith(IReadOnlyList<string> names)
    {
        var document = LabelsDocument.Read(root);
        foreach (var name in names)
        {
            RequireOwnName(name, document.Labels);
        }

        return document.Lists(names) ? null : document.With(names);
    }

    /// <summary>Throws if the folder is not a group of labels.</summary>
    /// <inheritdoc cref="LabelsDocument.Read"/>
    internal void RequireGroup() => LabelsDocument.Read(root);

    /// <summary>The names that are not listed.</summary>
    internal IReadOnlyList<string> NotListed(IReadOnlyList<string> names)
    {
        var listed = names.Count == 0 ? [] : LabelsDocument.Read(root).Labels;
        return [.. names.Where(name => !listed.Any(other => other == name || other.StartsWith(name + "/", StringComparison.Ordinal)))];
    }

    /// <summary>The metadata of the image, and the shapes of its levels.</summary>
    /// <exception cref="OmeZarrException">The metadata is not that of an image of OME-Zarr 0.5.</exception>
    /// <exception cref="ZarrException">The document of a level is damaged.</exception>
    private (Multiscale Multiscale, IReadOnlyList<Shape> Shapes) Geometry()
    {
        var group = StoredGroup.Read(ImagePath, "an image") ?? throw Destination.NoHierarchy(ImagePath);
        var multiscale = StoredGroup.Metadata(group, ImagePath, "an image", OmeMetadata.ParseLenient<Image>).Multiscales[0];
        return (multiscale, [.. multiscale.Datasets.Select(dataset => ShapeOf(dataset.Path))]);
    }

    private Shape ShapeOf(string level)
    {
        NodeNames.RequireDataset(level);
        var folder = Path.Join(ImagePath, level);
        var document = Destination.ReadOrNull(Path.Join(folder, GroupDocument.Name)) ?? throw new NodeNotFoundException(level, $"there is no array in {folder}, which is a level of the image; nothing was changed");
        return ArrayMetadata.Parse(document).Shape;
    }

    /// <summary>Rejects names that differ only in case: many file systems cannot hold both.</summary>
    private void RequireOwnName(string name, IEnumerable<string> listed)
    {
        var folders = Directory.Exists(root) ? Directory.EnumerateDirectories(root).Select(folder => Path.GetFileName(folder)) : [];
        if (listed.Concat(folders).FirstOrDefault(other => other != name && other.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } twin)
        {
            throw new ArgumentException($"\"{name}\" differs only in case from \"{twin}\", which already exists in the labels group {root}; choose another name");
        }
    }
}
