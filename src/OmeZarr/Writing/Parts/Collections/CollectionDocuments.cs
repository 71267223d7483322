using OmeZarr.OmeXml;
using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr.Stores;

namespace OmeZarr.Writing.Parts;

/// <summary>The documents of a collection (bioformats2raw layout): those of the root and of the group <c>OME</c>.</summary>
internal sealed class CollectionDocuments
{
    /// <summary>The id of the finding that a collection has no OME-XML.</summary>
    private const string LeftOut = "ome-xml-left-out";

    private readonly byte[] root;
    private readonly WriteOptions options;
    private readonly byte[]? givenXml;

    /// <param name="omeXml">The OME-XML; null to describe the images.</param>
    /// <param name="options">Options of writing, with the further attributes of the root.</param>
    /// <exception cref="ArgumentException">The OME-XML is invalid, or the attributes cannot be written.</exception>
    internal CollectionDocuments(string? omeXml, WriteOptions options)
    {
        givenXml = omeXml is null ? null : OmeXmlText.ToUtf8(omeXml);
        root = GroupDocument.Of(new Bioformats2RawRoot(), options.ExtraAttributes);
        this.options = options;
    }

    /// <summary>Whether the writer describes the images in OME-XML.</summary>
    internal bool Describes => givenXml is null;

    /// <summary>Writes all documents of a new collection.</summary>
    /// <param name="set">Writes a document.</param>
    /// <param name="series">The images.</param>
    internal async Task WriteAsync(Func<StoreKey, byte[], Task> set, IReadOnlyList<ListedSeries> series)
    {
        if ((givenXml ?? (options.OmeXml ? Described(series) : null)) is { } xml)
        {
            await set(Xml, xml).ConfigureAwait(false);
        }

        var list = new Series { Paths = [.. series.Select(entry => entry.Name)] };
        await set(new StorePrefix(NodeNames.SeriesGroup).Key(GroupDocument.Name), GroupDocument.Of(list)).ConfigureAwait(false);
        await set(StorePrefix.Root.Key(GroupDocument.Name), root).ConfigureAwait(false);
    }

    /// <summary>Rewrites the documents of an existing collection. The OME-XML is written first, so that it describes all listed images at any time.</summary>
    /// <returns>The updated collection; null if it must be read again.</returns>
    internal async Task<StoredCollection?> RewriteAsync(DocumentChanges documents, StoredCollection stored, IReadOnlyList<ListedSeries> series)
    {
        var foreign = Describes ? stored.ForeignXml?.With([.. series.Select(entry => entry.Description)]) : null;
        var xml = givenXml ?? foreign?.ToUtf8() ?? (stored.HasXml ? Described(series) : null);
        if (xml is not null)
        {
            await documents.SetAsync(Xml, xml).ConfigureAwait(false);
        }
        else if (stored.HasXml)
        {
            await documents.DeleteAsync(Xml).ConfigureAwait(false); // it would describe only some of the images
        }

        ValueList<string> names = [.. series.Select(entry => entry.Name)];
        await documents.SetAsync(NodeNames.SeriesGroup, stored.ListOf(names)).ConfigureAwait(false);
        if (stored.RootWith(options.ExtraAttributes) is { } changed)
        {
            await documents.SetAsync(string.Empty, changed).ConfigureAwait(false);
            return null;
        }

        return stored.With(names, xml is not null, foreign);
    }

    private static StoreKey Xml => new StorePrefix(NodeNames.SeriesGroup).Key(NodeNames.OmeXml);

    /// <summary>The OME-XML of images; null, and a finding, if it cannot describe all of them.</summary>
    private byte[]? Described(IReadOnlyList<ListedSeries> series)
    {
        if (series.FirstOrDefault(entry => entry.Problem is not null) is not { Problem: { } problem } entry)
        {
            return OmeXmlDocument.ToUtf8(series.Select(entry => entry.Description!));
        }

        var message = $"{NodeNames.OmeXml} is left out: series {entry.Name}: {problem}";
        options.Report(NodeNames.SeriesGroup, [new Finding(LeftOut, Severity.Warning, string.Empty, FindingText.Sanitize(message))]);
        return null;
    }
}
