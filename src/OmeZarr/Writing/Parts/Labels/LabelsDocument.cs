using System.Text.Json.Nodes;
using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr;
using Zarr.Metadata;

namespace OmeZarr.Writing.Parts;

/// <summary>The <c>zarr.json</c> of a group <c>labels</c>. Updates change only the list.</summary>
internal sealed class LabelsDocument
{
    private const string What = "a labels group";

    private readonly GroupMetadata stored;
    private readonly LabelsGroup group;

    private LabelsDocument(GroupMetadata stored, LabelsGroup group) => (this.stored, this.group) = (stored, group);

    /// <summary>Paths of the label images, as they are listed.</summary>
    internal IReadOnlyList<string> Labels => group.Labels;

    /// <summary>The document of a folder; an empty list if the folder does not exist.</summary>
    /// <exception cref="IOException">The folder is something else than a group of Zarr v3, or the document cannot be read.</exception>
    /// <exception cref="ZarrException">The document is not that of a group.</exception>
    /// <exception cref="OmeZarrException">The group is something else than <c>labels</c>, or its list is broken.</exception>
    internal static LabelsDocument Read(string folder) => Read(new FolderDocuments(folder));

    /// <inheritdoc cref="Read(string)"/>
    internal static LabelsDocument Read(HierarchyDocuments documents)
    {
        return StoredGroup.Read(documents, string.Empty, What) is { } stored
            ? new LabelsDocument(stored, GroupOf(stored.Attributes, documents.PathOf(string.Empty)))
            : new LabelsDocument(new GroupMetadata(), new LabelsGroup { Labels = [] });
    }

    /// <summary>The document of a group in its bytes.</summary>
    /// <inheritdoc cref="Read(string)"/>
    internal static LabelsDocument Parse(byte[] utf8, string name)
    {
        var stored = StoredGroup.Parse(utf8, name, What);
        return new LabelsDocument(stored, GroupOf(stored.Attributes, name));
    }

    /// <summary>The document with further labels at the end of the list.</summary>
    internal byte[] With(IEnumerable<string> names) =>
        GroupDocument.Of(stored, group with { Labels = [.. group.Labels.Union(names, StringComparer.Ordinal)] });

    /// <summary>Whether all names are listed.</summary>
    internal bool Lists(IEnumerable<string> names) => names.All(group.Labels.Contains);

    private static LabelsGroup GroupOf(JsonObject attributes, string folder)
    {
        var metadata = attributes[GroupDocument.MetadataKey] as JsonObject;
        return metadata is null or { Count: 0 } && !IsForeign(attributes)
            ? new LabelsGroup { Labels = [] } // a group without metadata
            : OmeMetadata.ParseLenient<LabelsGroup>(metadata ?? []).ValueOrThrow($"{folder} is not a labels group of OME-Zarr 0.5, so nothing was changed");
    }

    /// <summary>Whether the metadata key holds something else, or the labels are listed as in OME-Zarr 0.4.</summary>
    private static bool IsForeign(JsonObject attributes) =>
        attributes[GroupDocument.MetadataKey] is not (null or JsonObject) || attributes.ContainsKey("labels");
}
