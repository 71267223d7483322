using System.Text.Json;
using OmeZarr.Planning;
using OmeZarr.V05;
using OmeZarr.Writing.Places;
using Zarr;
using Zarr.Metadata;

namespace OmeZarr.Writing.Parts;

/// <summary>A group <c>labels</c>, its list, and the image that it belongs to.</summary>
/// <param name="documents">The documents of the group, which need not exist.</param>
/// <param name="image">The documents of the group above; null if the labels are the root of a store.</param>
internal sealed class LabelsPlace(HierarchyDocuments documents, HierarchyDocuments? image)
{
    private const string OldAttributes = ".zattrs";

    private string Root => documents.PathOf(string.Empty);

    /// <summary>The labels in a folder.</summary>
    internal static LabelsPlace InFolder(string root) => new(new FolderDocuments(root), new FolderDocuments(Path.GetDirectoryName(root)!));

    /// <summary>The labels in a store as they are now.</summary>
    /// <param name="root">The place of the group.</param>
    /// <param name="geometry">Whether the shapes of the image's levels are needed.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal static async Task<LabelsPlace> LoadAsync(StorePlace root, bool geometry, CancellationToken cancellationToken)
    {
        var documents = new StoreDocuments(root);
        var image = root.Prefix.IsRoot ? null : new StoreDocuments(root.Above());
        await Task.WhenAll(documents.LoadAsync([GroupDocument.Name], cancellationToken), image?.LoadAsync([GroupDocument.Name, OldAttributes], cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        var place = new LabelsPlace(documents, image);
        if (geometry && image is not null)
        {
            await image.LoadAsync(place.LevelsOfImage().Select(level => StoreDocuments.KeyOf(level)), cancellationToken).ConfigureAwait(false);
        }

        return place;
    }

    /// <summary>The described image; null if the parent group is not an image of OME-Zarr.</summary>
    /// <exception cref="IOException">The document above cannot be read.</exception>
    internal DescribedImage? DescribedImage() =>
        Datasets() is { } datasets ? new DescribedImage(datasets.GetArrayLength(), Geometry) : null;

    /// <summary>Checks that a label may be added or replaced.</summary>
    /// <exception cref="IOException">The label exists and must stay, or another label is inside it.</exception>
    /// <exception cref="ArgumentException">The name differs from an existing one only in case.</exception>
    /// <inheritdoc cref="LabelsDocument.Read(HierarchyDocuments)"/>
    internal void RequireRoom(string name, bool overwrite)
    {
        var listed = LabelsDocument.Read(documents).Labels;
        RequireOwnName(name, listed);
        var isThere = listed.Contains(name) || (documents.Exists(name) && !documents.Unfinished.Contains(name));
        if (isThere && !overwrite)
        {
            throw new DestinationExistsException(documents.PathOf(name), $"label \"{name}\" already exists in the labels group {Root}. Set {nameof(WriteOptions.Overwrite)} to replace it; nothing was changed.");
        }

        if (listed.FirstOrDefault(other => other.StartsWith(name + "/", StringComparison.Ordinal)) is { } inside)
        {
            throw new DestinationExistsException(documents.PathOf(name), $"\"{name}\" holds the label \"{inside}\" of {Root}, so it is not replaced. Choose another name; nothing was changed.");
        }

        if (isThere)
        {
            documents.RequireReplaceable(name, overwrite);
        }
    }

    /// <summary>The current document with further labels; null if it lists them already.</summary>
    /// <param name="names">Names of the labels.</param>
    /// <inheritdoc cref="RequireRoom"/>
    internal byte[]? ListWith(IReadOnlyList<string> names)
    {
        var document = LabelsDocument.Read(documents);
        foreach (var name in names)
        {
            RequireOwnName(name, document.Labels);
        }

        return document.Lists(names) ? null : document.With(names);
    }

    /// <summary>Throws if there is something else than a group of labels.</summary>
    /// <inheritdoc cref="LabelsDocument.Read(HierarchyDocuments)"/>
    internal void RequireGroup() => LabelsDocument.Read(documents);

    /// <summary>Whether a label is listed.</summary>
    internal bool Lists(string name) => LabelsDocument.Read(documents).Labels.Contains(name);

    /// <summary>The names that are not listed.</summary>
    internal IReadOnlyList<string> NotListed(IReadOnlyList<string> names)
    {
        var listed = names.Count == 0 ? [] : LabelsDocument.Read(documents).Labels;
        return [.. names.Where(name => !listed.Any(other => other == name || other.StartsWith(name + "/", StringComparison.Ordinal)))];
    }

    /// <summary>The metadata of the image, and the shapes of its levels.</summary>
    /// <exception cref="OmeZarrException">The metadata is not that of an image of OME-Zarr 0.5.</exception>
    /// <exception cref="ZarrException">The document of a level is damaged.</exception>
    private (Multiscale Multiscale, IReadOnlyList<Shape> Shapes) Geometry()
    {
        var path = image!.PathOf(string.Empty);
        var group = StoredGroup.Read(image, string.Empty, "an image") ?? throw Destination.NoHierarchy(path);
        var multiscale = StoredGroup.Metadata(group, path, "an image", OmeMetadata.ParseLenient<Image>).Multiscales[0];
        return (multiscale, [.. multiscale.Datasets.Select(dataset => ShapeOf(dataset.Path))]);
    }

    private Shape ShapeOf(string level)
    {
        NodeNames.RequireDataset(level);
        var document = image!.Read(level) ?? throw new NodeNotFoundException(level, $"there is no array in {image.PathOf(level)}, which is a level of the image; nothing was changed");
        return ArrayMetadata.Parse(document).Shape;
    }

    private JsonElement? Datasets() => NodeJson.Member(Multiscales().FirstOrDefault(), "datasets") is { ValueKind: JsonValueKind.Array } datasets ? datasets : null;

    /// <summary>The multiscales of the image, of OME-Zarr 0.5 or 0.4.</summary>
    private IEnumerable<JsonElement?> Multiscales()
    {
        var ome = NodeJson.Member(NodeJson.Member(Json(GroupDocument.Name), "attributes"), GroupDocument.MetadataKey);
        var multiscales = NodeJson.Member(ome, "multiscales") ?? NodeJson.Member(Json(OldAttributes), "multiscales");
        return multiscales is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(multiscale => (JsonElement?)multiscale) : [];
    }

    private JsonElement? Json(string document) => image?.Read(string.Empty, document) is { } utf8 ? NodeJson.Parse(utf8) : null;

    private IEnumerable<string> LevelsOfImage() => Datasets() is { } datasets
        ? datasets.EnumerateArray().Select(dataset => NodeJson.Text(NodeJson.Member(dataset, "path"))).OfType<string>().Where(path => StoreDocuments.IsPath(path))
        : [];

    /// <summary>Rejects names that differ only in case: many file systems cannot hold both.</summary>
    private void RequireOwnName(string name, IEnumerable<string> listed)
    {
        if (listed.Concat(documents.Children).FirstOrDefault(other => other != name && other.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } twin)
        {
            throw new ArgumentException($"\"{name}\" differs only in case from \"{twin}\", which already exists in the labels group {Root}; choose another name");
        }
    }
}
