using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr.Metadata;

namespace OmeZarr.Writing.Parts;

/// <summary>The document of a well to which fields of view are added. Updates change only the list of fields.</summary>
internal sealed class StoredWell
{
    private readonly GroupMetadata stored;

    private StoredWell(GroupMetadata stored, Well well) => (this.stored, Well) = (stored, well);

    /// <summary>The metadata of the well.</summary>
    internal Well Well { get; }

    /// <summary>A well of a plate; null if there is none.</summary>
    /// <exception cref="OmeZarrException">It is something else than a well, or its metadata is broken.</exception>
    /// <inheritdoc cref="StoredGroup.Read(HierarchyDocuments, string, string)"/>
    internal static StoredWell? Read(HierarchyDocuments documents, string path) =>
        StoredGroup.Read(documents, path, "a well") is { } stored ? new StoredWell(stored, StoredGroup.Metadata(stored, documents.PathOf(path), "a well", OmeMetadata.ParseLenient<Well>)) : null;

    internal bool Lists(string field) => Well.Definition.Images.Any(image => image.Path == field);

    /// <summary>The well with more fields. A list in natural order stays so; any other list gets the new fields at its end. Replaced fields keep their extra members.</summary>
    internal Well With(IReadOnlyList<FieldOfView> fields)
    {
        var images = Well.Definition.Images;
        var added = fields.Where(field => !Lists(field.Path));
        var kept = images.Select(image => fields.FirstOrDefault(field => field.Path == image.Path) is { } field ? image with { Acquisition = field.Acquisition ?? image.Acquisition } : image);
        var isSorted = images.Select(image => image.Path).SequenceEqual(images.Select(image => image.Path).Order(NaturalOrder.Instance));
        var all = kept.Concat(added);
        return Well with { Definition = Well.Definition with { Images = isSorted ? [.. all.OrderBy(image => image.Path, NaturalOrder.Instance)] : [.. all] } };
    }

    /// <summary>The document with new metadata.</summary>
    internal byte[] ToUtf8(Well changed) => GroupDocument.Of(stored, changed);
}
