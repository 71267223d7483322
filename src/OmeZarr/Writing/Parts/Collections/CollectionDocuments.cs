using System.Text.Json.Nodes;
using OmeZarr.OmeXml;
using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr.Stores;

namespace OmeZarr.Writing.Parts;

/// <summary>The documents of a collection (bioformats2raw layout): those of the root and of the group <c>OME</c>.</summary>
internal sealed class CollectionDocuments
{
    private readonly byte[] root;
    private readonly JsonObject extraAttributes;
    private readonly byte[]? givenXml;

    /// <param name="omeXml">The OME-XML; null to describe the images.</param>
    /// <param name="extraAttributes">Further attributes of the root.</param>
    /// <exception cref="ArgumentException">The OME-XML is invalid, or the attributes cannot be written.</exception>
    internal CollectionDocuments(string? omeXml, JsonObject extraAttributes)
    {
        givenXml = omeXml is null ? null : OmeXmlText.ToUtf8(omeXml);
        root = GroupDocument.Of(new Bioformats2RawRoot(), extraAttributes);
        this.extraAttributes = extraAttributes;
    }

    /// <summary>Whether the writer describes the images in OME-XML.</summary>
    internal bool Describes => givenXml is null;

    /// <summary>Writes all documents of a new collection.</summary>
    internal async Task WriteAsync(DocumentChanges documents, IReadOnlyList<(string Name, OmeXmlImage? Description)> series)
    {
        await WriteXmlAsync(documents, givenXml ?? OmeXmlDocument.ToUtf8(series.Select(entry => entry.Description!))).ConfigureAwait(false);
        var list = new Series { Paths = [.. series.Select(entry => entry.Name)] };
        await documents.SetAsync(NodeNames.SeriesGroup, GroupDocument.Of(list)).ConfigureAwait(false);
        await documents.SetAsync(string.Empty, root).ConfigureAwait(false);
    }

    /// <summary>Rewrites the documents of an existing collection. The OME-XML is written first, so that it describes all listed images at any time.</summary>
    /// <returns>The updated collection; null if it must be read again.</returns>
    internal async Task<StoredCollection?> RewriteAsync(DocumentChanges documents, StoredCollection stored, IReadOnlyList<(string Name, OmeXmlImage? Description)> series)
    {
        var foreign = Describes ? stored.ForeignXml?.With([.. series.Select(entry => entry.Description)]) : null;
        await WriteXmlAsync(documents, givenXml ?? foreign?.ToUtf8() ?? OmeXmlDocument.ToUtf8(series.Select(entry => entry.Description!))).ConfigureAwait(false);
        ValueList<string> names = [.. series.Select(entry => entry.Name)];
        await documents.SetAsync(NodeNames.SeriesGroup, stored.ListOf(names)).ConfigureAwait(false);
        if (stored.RootWith(extraAttributes) is { } changed)
        {
            await documents.SetAsync(string.Empty, changed).ConfigureAwait(false);
            return null;
        }

        return stored.With(names, foreign);
    }

    private static Task WriteXmlAsync(DocumentChanges documents, byte[] xml) => documents.SetAsync(new StorePrefix(NodeNames.SeriesGroup).Key(NodeNames.OmeXml), xml);
}
