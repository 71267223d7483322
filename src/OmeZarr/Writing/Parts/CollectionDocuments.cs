using System.Text.Json.Nodes;
using OmeZarr.OmeXml;
using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr.Stores;

namespace OmeZarr.Writing.Parts;

/// <summary>The documents that make a group a collection (bioformats2raw layout): those of the root and of the group <c>OME</c>.</summary>
internal sealed class CollectionDocuments
{
    internal const string GroupName = "OME";

    internal const string XmlName = "METADATA.ome.xml";

    private readonly JsonObject rootAttributes;
    private readonly JsonObject extraAttributes;
    private readonly byte[]? givenXml;

    /// <param name="omeXml">The OME-XML; null to describe the images.</param>
    /// <param name="extraAttributes">Further attributes of the root.</param>
    /// <exception cref="ArgumentException">The OME-XML is none, or the attributes cannot be written.</exception>
    internal CollectionDocuments(string? omeXml, JsonObject extraAttributes)
    {
        givenXml = omeXml is null ? null : OmeXmlText.ToUtf8(omeXml);
        rootAttributes = GroupAttributes.Of(new Bioformats2RawRoot().ToJson, extraAttributes);
        this.extraAttributes = extraAttributes;
    }

    /// <summary>Whether the images have to be described in OME-XML.</summary>
    internal bool Describes => givenXml is null;

    /// <summary>Writes all documents of a new collection.</summary>
    internal async Task WriteAsync(DocumentChanges documents, IReadOnlyList<ListedSeries> series)
    {
        await WriteXmlAsync(documents, givenXml ?? OmeXmlDocument.ToUtf8(series.Select(entry => entry.Description!))).ConfigureAwait(false);
        var list = new Series { Paths = [.. series.Select(entry => entry.Name)] };
        await documents.SetAsync(GroupName, GroupDocument.Of(GroupAttributes.Of(list.ToJson))).ConfigureAwait(false);
        await documents.SetAsync(string.Empty, GroupDocument.Of(rootAttributes)).ConfigureAwait(false);
    }

    /// <summary>Rewrites the documents of a collection that is there. The OME-XML comes first: whoever sees it without the new list finds the images that are listed described in it.</summary>
    /// <returns>The collection as it is now; null if it has to be read again.</returns>
    internal async Task<StoredCollection?> RewriteAsync(DocumentChanges documents, StoredCollection stored, IReadOnlyList<ListedSeries> series)
    {
        var foreign = Describes ? stored.ForeignXml?.With([.. series.Select(entry => entry.Description)]) : null;
        await WriteXmlAsync(documents, givenXml ?? foreign?.ToUtf8() ?? OmeXmlDocument.ToUtf8(series.Select(entry => entry.Description!))).ConfigureAwait(false);
        ValueList<string> names = [.. series.Select(entry => entry.Name)];
        await documents.SetAsync(GroupName, stored.ListOf(names)).ConfigureAwait(false);
        if (stored.RootWith(extraAttributes) is { } root)
        {
            await documents.SetAsync(string.Empty, root).ConfigureAwait(false);
            return null;
        }

        return stored.With(names, foreign);
    }

    private static Task WriteXmlAsync(DocumentChanges documents, byte[] xml) => documents.SetAsync(new StorePrefix(GroupName).Key(XmlName), xml);
}
