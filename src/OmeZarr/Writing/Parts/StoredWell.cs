using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr.Metadata;

namespace OmeZarr.Writing.Parts;

/// <summary>The document of a well that is there and gets more fields of view, of which everything else is kept.</summary>
internal sealed class StoredWell
{
    private readonly GroupMetadata stored;

    private StoredWell(GroupMetadata stored, Well well) => (this.stored, Well) = (stored, well);

    /// <summary>The well as it is.</summary>
    internal Well Well { get; }

    /// <summary>The well in a folder; null if nothing is there.</summary>
    /// <exception cref="OmeZarrException">It is something else than a well, or its metadata is broken.</exception>
    /// <inheritdoc cref="StoredGroup.Read"/>
    internal static StoredWell? Read(string folder) =>
        StoredGroup.Read(folder, "a well") is { } stored ? new StoredWell(stored, StoredGroup.Metadata(stored, folder, "a well", Well.ParseLenient)) : null;

    internal bool Lists(string field) => Well.Definition.Images.Any(image => image.Path == field);

    /// <summary>The well with more fields: in natural order if those that are there are, else at the end. Of those that are replaced everything else is kept, too.</summary>
    internal Well With(IReadOnlyList<FieldOfView> fields)
    {
        var images = Well.Definition.Images;
        var added = fields.Where(field => !Lists(field.Path));
        var kept = images.Select(image => fields.FirstOrDefault(field => field.Path == image.Path) is { } field ? image with { Acquisition = field.Acquisition ?? image.Acquisition } : image);
        var isSorted = images.Select(image => image.Path).SequenceEqual(images.Select(image => image.Path).Order(NaturalOrder.Instance));
        var all = kept.Concat(added);
        return Well with { Definition = Well.Definition with { Images = isSorted ? [.. all.OrderBy(image => image.Path, NaturalOrder.Instance)] : [.. all] } };
    }

    /// <summary>Its document with other metadata.</summary>
    internal byte[] ToUtf8(Well changed) => StoredAttributes.ToUtf8(stored, changed.ToJson);
}
