using System.Globalization;
using System.Text.Json.Nodes;
using OmeZarr.OmeXml;
using OmeZarr.Planning;
using OmeZarr.V05;
using OmeZarr.Writing.Places;
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

    /// <summary>Whether the OME-XML may be replaced: this library has written it, or there is none.</summary>
    internal bool MayDescribe { get; private init; }

    /// <summary>OME-XML of another program, to which series are added; null if it may be replaced or cannot be extended.</summary>
    internal OmeXmlGrowth? ForeignXml { get; private init; }

    /// <summary>The collection in a folder; null if the folder does not exist.</summary>
    /// <exception cref="OmeZarrException">It is something else than a collection, or its metadata is broken.</exception>
    /// <inheritdoc cref="StoredGroup.Read"/>
    internal static StoredCollection? Read(string folder)
    {
        if (StoredGroup.Read(folder, What) is not { } root)
        {
            return null;
        }

        var layout = StoredGroup.Metadata(root, folder, What, ParseLayout);
        var group = Path.Join(folder, NodeNames.SeriesGroup);
        var ome = StoredGroup.Read(group, "the group of a collection that lists its series") ?? new GroupMetadata();
        var series = ome.Attributes[GroupDocument.MetadataKey] is JsonObject { Count: > 0 }
            ? StoredGroup.Metadata(ome, group, "the list of series of a collection", OmeMetadata.ParseLenient<Series>)
            : new Series { Paths = [.. Counted(folder)] };
        var xml = Destination.ReadOrNull(Path.Join(group, NodeNames.OmeXml));
        var mayDescribe = xml is null || OmeXmlOrigin.IsOurs(xml);
        return new StoredCollection(root, layout, ome, series) { MayDescribe = mayDescribe, ForeignXml = mayDescribe ? null : OmeXmlGrowth.Of(xml!) };
    }

    /// <summary>The same collection with other series.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="foreignXml">The OME-XML of another program with these series; null if there is none.</param>
    internal StoredCollection With(ValueList<string> names, OmeXmlGrowth? foreignXml) =>
        new(root, layout, ome, series with { Paths = names }) { MayDescribe = MayDescribe, ForeignXml = foreignXml };

    /// <summary>The document that lists the series.</summary>
    internal byte[] ListOf(ValueList<string> names) => GroupDocument.Of(ome, series with { Paths = names });

    /// <summary>The document of the root with further attributes; null if nothing changes.</summary>
    internal byte[]? RootWith(JsonObject extraAttributes) =>
        extraAttributes.All(given => root.Attributes.TryGetPropertyValue(given.Key, out var value) && JsonNode.DeepEquals(value, given.Value))
            ? null
            : GroupDocument.Of(root, layout, extraAttributes);

    /// <summary>Rejects plates: a plate may have the layout of a collection, but lists its images elsewhere.</summary>
    private static Parsed<Bioformats2RawRoot> ParseLayout(JsonObject ome) => ome.ContainsKey("plate")
        ? new Parsed<Bioformats2RawRoot>(null, [new("document-kind", Severity.Error, "ome.plate", "is there, so the group is a plate; use a PlateBuilder")])
        : OmeMetadata.ParseLenient<Bioformats2RawRoot>(ome);

    /// <summary>The series of a collection without a list: the images numbered from 0 (OME-Zarr 0.5, section "bioformats2raw.layout").</summary>
    private static IEnumerable<string> Counted(string folder) => Enumerable.Range(0, int.MaxValue)
        .Select(number => number.ToString(CultureInfo.InvariantCulture))
        .TakeWhile(name => Destination.IsGroup(Path.Join(folder, name)) == true);
}
