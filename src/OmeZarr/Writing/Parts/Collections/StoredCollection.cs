using System.Globalization;
using System.Text.Json.Nodes;
using OmeZarr.OmeXml;
using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr.Metadata;

namespace OmeZarr.Writing.Parts;

/// <summary>The documents of a collection on disk. Updates change only the list of series.</summary>
internal sealed class StoredCollection
{
    private const string What = "a collection (bioformats2raw layout)";

    private readonly GroupMetadata root;
    private readonly Bioformats2RawRoot layout;
    private readonly GroupMetadata ome;
    private readonly Series series;

    private StoredCollection(GroupMetadata root, Bioformats2RawRoot layout, GroupMetadata ome, Series series) =>
        (this.root, this.layout, this.ome, this.series) = (root, layout, ome, series);

    /// <summary>The listed series.</summary>
    internal ValueList<string> Names => series.Paths;

    /// <summary>Whether there is OME-XML.</summary>
    internal bool HasXml { get; private init; }

    /// <summary>Whether the OME-XML may be replaced: this library has written it, or there is none.</summary>
    internal bool MayDescribe { get; private init; }

    /// <summary>OME-XML of another program, to which series are added; null if it may be replaced or cannot be extended.</summary>
    internal OmeXmlGrowth? ForeignXml { get; private init; }

    /// <summary>A collection; null if there is none.</summary>
    /// <exception cref="OmeZarrException">It is something else than a collection, or its metadata is broken.</exception>
    /// <inheritdoc cref="StoredGroup.Read(HierarchyDocuments, string, string)"/>
    internal static StoredCollection? Read(HierarchyDocuments documents)
    {
        if (StoredGroup.Read(documents, string.Empty, What) is not { } root)
        {
            return null;
        }

        var layout = StoredGroup.Metadata(root, documents.PathOf(string.Empty), What, ParseLayout);
        const string group = NodeNames.SeriesGroup;
        var ome = ListGroup(documents);
        var series = IsList(ome)
            ? StoredGroup.Metadata(ome, documents.PathOf(group), "the list of series of a collection", OmeMetadata.ParseLenient<Series>)
            : new Series { Paths = [.. Counted(documents)] };
        var xml = documents.Read(group, NodeNames.OmeXml);
        var mayDescribe = xml is null || OmeXmlOrigin.IsOurs(xml);
        return new StoredCollection(root, layout, ome, series) { HasXml = xml is not null, MayDescribe = mayDescribe, ForeignXml = mayDescribe ? null : OmeXmlGrowth.Of(xml!) };
    }

    /// <summary>Whether there is a group that lists no series.</summary>
    internal static bool HasNoList(HierarchyDocuments documents) => documents.Read(string.Empty) is not null && !IsList(ListGroup(documents));

    /// <summary>The same collection with other series.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="hasXml">Whether there is OME-XML.</param>
    /// <param name="foreignXml">The OME-XML of another program with these series; null if there is none.</param>
    internal StoredCollection With(ValueList<string> names, bool hasXml, OmeXmlGrowth? foreignXml) =>
        new(root, layout, ome, series with { Paths = names }) { HasXml = hasXml, MayDescribe = MayDescribe, ForeignXml = foreignXml };

    /// <summary>The document that lists the series.</summary>
    internal byte[] ListOf(ValueList<string> names) => GroupDocument.Of(ome, series with { Paths = names });

    /// <summary>The document of the root with further attributes; null if nothing changes.</summary>
    internal byte[]? RootWith(JsonObject extraAttributes) =>
        extraAttributes.All(given => root.Attributes.TryGetPropertyValue(given.Key, out var value) && JsonNode.DeepEquals(value, given.Value))
            ? null
            : GroupDocument.Of(root, layout, extraAttributes);

    private static GroupMetadata ListGroup(HierarchyDocuments documents) =>
        StoredGroup.Read(documents, NodeNames.SeriesGroup, "the group of a collection that lists its series") ?? new GroupMetadata();

    private static bool IsList(GroupMetadata ome) => ome.Attributes[GroupDocument.MetadataKey] is JsonObject { Count: > 0 };

    /// <summary>Rejects plates: a plate may have the layout of a collection, but lists its images elsewhere.</summary>
    private static Parsed<Bioformats2RawRoot> ParseLayout(JsonObject ome) => ome.ContainsKey("plate")
        ? new Parsed<Bioformats2RawRoot>(null, [new("document-kind", Severity.Error, "ome.plate", "is there, so the group is a plate; use a PlateBuilder")])
        : OmeMetadata.ParseLenient<Bioformats2RawRoot>(ome);

    /// <summary>The series of a collection without a list: the images numbered from 0 (OME-Zarr 0.5, section "bioformats2raw.layout").</summary>
    private static IEnumerable<string> Counted(HierarchyDocuments documents) => Enumerable.Range(0, int.MaxValue)
        .Select(number => number.ToString(CultureInfo.InvariantCulture))
        .TakeWhile(name => documents.IsGroup(name) == true);
}
