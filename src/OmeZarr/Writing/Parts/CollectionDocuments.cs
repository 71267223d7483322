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

    private static readonly StoreKey XmlKey = new StorePrefix(GroupName).Key("METADATA.ome.xml");

    private readonly JsonObject rootAttributes;
    private readonly byte[]? givenXml;

    /// <param name="omeXml">The OME-XML; null to describe the images.</param>
    /// <param name="extraAttributes">Further attributes of the root.</param>
    /// <exception cref="ArgumentException">The OME-XML is none, or the attributes cannot be written.</exception>
    internal CollectionDocuments(string? omeXml, JsonObject extraAttributes)
    {
        givenXml = omeXml is null ? null : OmeXmlText.ToUtf8(omeXml);
        rootAttributes = GroupAttributes.Of(new Bf2Raw().ToJson, extraAttributes);
    }

    /// <summary>Whether the images have to be described in OME-XML.</summary>
    internal bool Describes => givenXml is null;

    /// <summary>Writes all documents of a new collection.</summary>
    internal async Task WriteAsync(IWritableStore store, IReadOnlyList<ListedSeries> series)
    {
        await WriteXmlAsync(store, series).ConfigureAwait(false);
        await WriteSeriesAsync(store, series).ConfigureAwait(false);
        await GroupDocument.WriteAsync(store, string.Empty, rootAttributes, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Rewrites the documents that list the series. If that fails, those of before are there.</summary>
    internal async Task RewriteAsync(IWritableStore store, IReadOnlyList<ListedSeries> before, IReadOnlyList<ListedSeries> after)
    {
        if (!Describes)
        {
            await WriteSeriesAsync(store, after).ConfigureAwait(false);
            return;
        }

        await WriteXmlAsync(store, after).ConfigureAwait(false);
        try
        {
            await WriteSeriesAsync(store, after).ConfigureAwait(false);
        }
        catch
        {
            await WriteXmlAsync(store, before).ConfigureAwait(false);
            throw;
        }
    }

    private async Task WriteXmlAsync(IWritableStore store, IReadOnlyList<ListedSeries> series)
    {
        var xml = givenXml ?? OmeXmlDocument.ToUtf8(series.Select(entry => entry.Description!));
        await store.SetAsync(XmlKey, xml, CancellationToken.None).ConfigureAwait(false);
    }

    private static async Task WriteSeriesAsync(IWritableStore store, IReadOnlyList<ListedSeries> series)
    {
        var document = new Series { Paths = [.. series.Select(entry => entry.Name)] };
        await GroupDocument.WriteAsync(store, GroupName, GroupAttributes.Of(document.ToJson), CancellationToken.None).ConfigureAwait(false);
    }
}
