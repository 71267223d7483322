using System.Text.Json.Nodes;

namespace OmeZarr.Tests.Validation;

/// <summary>One fault in a good store, and what validation says about it.</summary>
/// <param name="Name">The fault.</param>
/// <param name="Store">The good store: kind and version.</param>
/// <param name="Break">Makes the fault.</param>
/// <param name="Rule">The rule that must be found broken.</param>
/// <param name="Node">Path of the node that the finding is about.</param>
internal sealed record StoreFault(string Name, string Store, Action<GoodStore> Break, string Rule, string Node)
{
    /// <summary>Further findings that the fault explains: <c>rule</c> at any node, or <c>rule /node</c>.</summary>
    public IReadOnlyList<string> Consequences { get; init; } = [];

    public override string ToString() => $"{Store}: {Name}";
}

/// <summary>Faults of every kind. One line is one fault in one or both versions of OME-Zarr.</summary>
internal static partial class StoreFaults
{
    private static readonly string[] Both = ["0.5", "0.4"];
    private static readonly string[] New = ["0.5"];
    private static readonly string[] Old = ["0.4"];

    public static IReadOnlyList<StoreFault> All { get; } = [.. Nodes(), .. Levels(), .. Labels(), .. Plates(), .. Collections()];

    private static IEnumerable<StoreFault> Nodes() =>
    [
        .. In(Both, "plate", "the document of a row is missing", s => s.DeleteDocuments("B"), "group-missing", "B"),
        .. In(Both, "plate", "a row is an array", s => s.ReplaceByArray("B"), "group-array", "B"),
        .. In(Both, "image", "a group between labels and a label is missing", s => s.DeleteDocuments("labels/deep"), "group-missing", "labels/deep"),
        .. In(New, "image", "a document is no JSON", s => s.Put("labels/zarr.json", "{"), "json-invalid", "labels", "labels-kind /labels", "node-unlisted"),
        .. In(Old, "image", "a document is no JSON", s => s.Put("labels/.zattrs", "{"), "json-invalid", "labels", "labels-kind /labels", "node-unlisted"),
        .. In(New, "plate", "the document of a row is of no Zarr format", s => s.Put("A/zarr.json", """{"zarr_format":4,"node_type":"group"}"""), "zarr-metadata", "A"),
        .. In(Old, "plate", "the document of a row is of no Zarr format", s => s.Put("A/.zgroup", """{"zarr_format":1}"""), "zarr-metadata", "A"),
        .. In(New, "image", "an array has a negative length", s => s.EditArray("1", a => a["shape"]![0] = -1), "zarr-metadata", "1"),
        .. In(Old, "image", "an array has no type", s => s.EditArray("1", a => a.Remove("dtype")), "zarr-metadata", "1"),
        .. In(New, "image", "an array has an unknown codec", s => s.EditArray("0", a => a["codecs"] = JsonNode.Parse("""[{"name":"secret"}]""")), "zarr-unsupported", "0"),
        .. In(Old, "image", "an array has an unknown compressor", s => s.EditArray("0", a => a["compressor"] = JsonNode.Parse("""{"id":"secret"}""")), "zarr-unsupported", "0"),
        .. In(New, "image", "an array is of Zarr v2", AsV2("1"), "zarr-format-mixed", "1"),
        .. In(New, "plate", "a field is of Zarr v2 and 0.4", s => Graft(s, "A/2/1"), "zarr-format-mixed", "A/2/1", "hierarchy-version /A/2/1"),
        .. In(Old, "plate", "a field is of Zarr v3 and 0.5", s => Graft(s, "A/2/1"), "hierarchy-version", "A/2/1", "zarr-format-mixed /A/2/1"),
        .. In(New, "image", "metadata stand outside ome", s => s.EditFile("zarr.json", Unwrap), "ome-zarr-format", ""),
        .. In(Old, "image", "metadata of 0.5 are in a group of Zarr v2", s => s.EditFile(".zattrs", Wrap), "ome-zarr-format", "", "hierarchy-version /labels", "member-type", "version"),
        .. In(New, "collection", "a collection has documents of both formats", s => s.Put(".zgroup", """{"zarr_format":2}"""), "zarr-formats-both", ""),
        .. In(Both, "plate", "a file lies in a well", s => s.Put("A/1/notes.txt", "hello"), "foreign-file", "A/1/notes.txt"),
        .. In(Both, "collection", "a folder that is no node lies in a collection", s => s.Put("extra/table.csv", "1,2"), "foreign-file", "extra"),
        .. In(Both, "plate", "a writer was killed", s => s.Put("A/.1.0123456789abcdef.01234567.partial/x", "1"), "leftover", "A/.1.0123456789abcdef.01234567.partial"),
        .. In(Both, "image", "a group that nothing names", s => s.AddGroup("tables", null), "node-unlisted", "tables"),
        .. In(Both, "image", "an array that no dataset names", s => s.AddArray("2", [2, 3, 4, 3], "uint16", ["c", "z", "y", "x"]), "level-unlisted", "2"),
        .. In(Both, "image", "the name of a node does not work everywhere", s => s.AddGroup("a:b", null), "node-name", "a:b", "node-unlisted /a:b"),
        .. In(Both, "image", "two names differ only in case", s => s.AddGroup("Labels", null), "node-names-case", "", "node-unlisted /Labels"),
        .. In(New, "image", "consolidated metadata are of another shape", Consolidate(copy => copy["1"]!["shape"]![3] = 6), "consolidated-stale", ""),
        .. In(New, "image", "consolidated metadata have a node that is gone", Consolidate(copy => copy["gone"] = JsonNode.Parse("""{"zarr_format":3,"node_type":"group"}""")), "consolidated-stale", ""),
        .. In(New, "image", "consolidated metadata lack a node", Consolidate(copy => copy.Remove("labels/cells")), "consolidated-stale", ""),
        .. In(Old, "image", "consolidated metadata have other attributes", Consolidate(copy => copy["labels/.zattrs"]!["labels"]![0] = "cell"), "consolidated-stale", ""),
        .. In(Old, "image", "consolidated metadata lack a node", Consolidate(copy => copy.Remove("1/.zarray")), "consolidated-stale", ""),
        .. In(New, "image", "a rule of a document is broken below the root", s => s.Edit("labels/cells", m => m["multiscales"]![0]!["axes"]![1]!["name"] = "z"), "axis-names-unique", "labels/cells", "dimension-names", "label-shape"),
        .. In(New, "plate", "the metadata of a plate are no object", s => s.EditFile("zarr.json", json => json["attributes"]!["ome"] = "text"), "member-type", "", "well-unlisted"),
        .. In(Both, "plate", "nothing is of OME-Zarr", s => Strip(s), "ome-missing", ""),
    ];

    private static IEnumerable<StoreFault> Levels() =>
    [
        .. In(Both, "image", "a level is missing", s => s.Delete("1"), "dataset-missing", "1"),
        .. In(Both, "plate", "the first level of a field is missing", s => s.Delete("B/1/0/0"), "dataset-missing", "B/1/0/0"),
        .. In(Both, "image", "a level is a group", s => s.ReplaceByGroup("1"), "dataset-group", "1"),
        .. In(Both, "image", "a level has another rank", s => { s.Delete("1"); s.AddArray("1", [3, 8, 7], "uint16", ["z", "y", "x"]); }, "datasets-rank", "1"),
        .. In(New, "image", "dimension_names are missing", s => s.EditArray("0", a => a.Remove("dimension_names")), "dimension-names-missing", "0"),
        .. In(New, "image", "dimension_names are swapped", s => s.EditArray("0", a => a["dimension_names"] = new JsonArray("c", "z", "x", "y")), "dimension-names", "0"),
        .. In(Old, "image", "_ARRAY_DIMENSIONS are swapped", s => s.Put("0/.zattrs", """{"_ARRAY_DIMENSIONS":["c","z","x","y"]}"""), "dimension-names", "0"),
        .. In(Both, "image", "a level has another type", s => { s.Delete("1"); s.AddArray("1", [2, 3, 8, 7], "float32", ["c", "z", "y", "x"]); }, "levels-data-type", ""),
        .. In(Both, "image", "the levels are in the wrong order", s => s.Edit("", m => Swap(m["multiscales"]![0]!["datasets"]!.AsArray(), "path")), "levels-grow", "", "levels-extent", "label-shape"),
        .. In(Both, "image", "a scale was forgotten", s => s.Edit("", m => m["multiscales"]![0]!["datasets"]![1]!["coordinateTransformations"]![0]!["scale"] = new JsonArray(1, 2, 0.5, 0.5)), "levels-extent", ""),
        .. In(Both, "image", "omero has a channel too many", s => s.Edit("", m => m["omero"]!["channels"]!.AsArray().Add(m["omero"]!["channels"]![0]!.DeepClone())), "omero-channel-count", ""),
        .. In(Both, "image", "omero shows a plane that is not there", s => s.Edit("", m => m["omero"]!["rdefs"]!["defaultZ"] = 3), "omero-defaults", ""),
        .. In(Old, "image", "chunks are separated by dots", s => s.EditArray("0", a => a["dimension_separator"] = "."), "chunk-separator", "0"),
    ];

    private static IEnumerable<StoreFault> Labels() =>
    [
        .. In(Both, "image", "labels is an array", s => s.ReplaceByArray("labels"), "labels-array", "labels"),
        .. In(Both, "image", "labels has no list", s => Clear(s, "labels"), "labels-kind", "labels", "label-unlisted", "node-unlisted"),
        .. In(Both, "image", "labels is a well", s => s.AddGroup("labels", JsonNode.Parse("""{"well":{"version":"0.4","images":[{"path":"cells"}]}}""")!.AsObject()), "labels-kind", "labels", "member-type", "node-unlisted", "version", "node-unlisted"),
        .. In(Both, "plate", "a label image is missing", s => s.Delete("A/1/0/labels/cells"), "label-missing", "A/1/0/labels/cells"),
        .. In(Both, "image", "a label image behind a group is missing", s => s.Delete("labels/deep"), "label-missing", "labels/deep/nuclei"),
        .. In(Both, "image", "a label image is an array", s => s.ReplaceByArray("labels/cells"), "label-array", "labels/cells"),
        .. In(Both, "image", "a label image has no metadata", s => Clear(s, "labels/cells"), "label-kind", "labels/cells", "node-unlisted"),
        .. In(Both, "image", "a label image has no multiscales", s => s.Edit("labels/cells", m => m.Remove("multiscales")), "label-kind", "labels/cells", "label-multiscales", "node-unlisted"),
        .. In(Both, "image", "a label image has no image-label", s => s.Edit("labels/cells", m => m.Remove("image-label")), "label-image-label", "labels/cells"),
        .. In(Both, "image", "labels are no integers", s => { s.Delete("labels/cells/0"); s.AddArray("labels/cells/0", [3, 17, 13], "float32", ["z", "y", "x"]); }, "label-data-type", "labels/cells/0", "levels-data-type"),
        .. In(Both, "image", "a label image has fewer levels", s => s.Edit("labels/cells", m => m["multiscales"]![0]!["datasets"]!.AsArray().RemoveAt(1)), "label-levels", "labels/cells", "level-unlisted"),
        .. In(Both, "image", "a label image has more multiscales", s => s.Edit("labels/cells", m => Twice(m["multiscales"]!.AsArray())), "label-multiscales-count", "labels/cells"),
        .. In(New, "image", "a label image has an axis that the image has not", s => RenameAxis(s, "labels/cells", "x", "w"), "label-axes", "labels/cells"),
        .. In(Both, "image", "a label image belongs to a larger image", s => Resize(s, "labels/cells", [3, 18, 13], [3, 9, 7]), "label-shape", "labels/cells"),
        .. In(Both, "image", "the source of a label is missing", s => Source(s, "../../other"), "label-source-missing", "labels/cells"),
        .. In(Both, "image", "the source of a label is no image", s => Source(s, "../"), "label-source-kind", "labels/cells"),
        .. In(Both, "image", "a colour is that of a value out of range", s => s.Edit("labels/cells", m => m["image-label"]!["colors"]![0]!["label-value"] = 256), "label-value-range", "labels/cells"),
        .. In(Both, "image", "a property is that of a value out of range", s => s.Edit("labels/cells", m => m["image-label"]!["properties"]![0]!["label-value"] = -1), "label-value-range", "labels/cells"),
        .. In(Both, "image", "a label image is not listed", s => s.Edit("labels", m => m["labels"] = new JsonArray("deep/nuclei")), "label-unlisted", "labels/cells"),
        .. In(Both, "image", "a label image behind a group is not listed", s => s.Edit("labels", m => m["labels"] = new JsonArray("cells")), "label-unlisted", "labels/deep/nuclei"),
        .. In(Both, "image", "a group between labels and a label has metadata", s => s.AddGroup("labels/deep", JsonNode.Parse("""{"labels":["nuclei"]}""")!.AsObject()), "label-between", "labels/deep"),
    ];

    private static IEnumerable<StoreFault> Plates() =>
    [
        .. In(Both, "plate", "a row is missing", s => s.Delete("B"), "row-missing", "B"),
        .. In(Both, "plate", "the metadata of a plate are gone", s => Clear(s, string.Empty), "well-unlisted", "A/1", "well-unlisted"),
        .. In(Both, "plate", "a row without wells is there", s => s.AddGroup("C", null), "row-empty", "C"),
        .. In(Both, "plate", "a well is missing", s => s.Delete("A/2"), "well-missing", "A/2"),
        .. In(Both, "plate", "the document of a well is missing", s => s.DeleteDocuments("A/2"), "well-missing", "A/2"),
        .. In(Both, "plate", "a well is an array", s => s.ReplaceByArray("A/2"), "well-array", "A/2"),
        .. In(Both, "plate", "a well has no metadata", s => Clear(s, "A/2"), "well-kind", "A/2"),
        .. In(Both, "plate", "a well is an image", s => { s.Delete("A/2"); s.AddImage("A/2", withLabels: false); }, "well-kind", "A/2"),
        .. In(Both, "plate", "a well is not listed", s => s.Copy("A/2", "B/2"), "well-unlisted", "B/2"),
        .. In(Both, "plate", "the wells of a row are not listed", s => s.Edit("", m => m["plate"]!["wells"]!.AsArray().RemoveAt(2)), "well-unlisted", "B/1"),
        .. In(Both, "plate", "a field is missing", s => s.Delete("A/2/1"), "field-missing", "A/2/1"),
        .. In(Both, "plate", "a field is an array", s => s.ReplaceByArray("A/2/1"), "field-array", "A/2/1"),
        .. In(Both, "plate", "a field has no metadata", s => Clear(s, "A/2/1"), "field-kind", "A/2/1"),
        .. In(Both, "plate", "a field has no multiscales", s => s.Edit("A/2/1", m => m["multiscales"] = new JsonArray()), "multiscales-empty", "A/2/1", "level-unlisted"),
        .. In(Both, "plate", "a field is not listed", s => s.Copy("A/2/1", "A/2/2"), "field-unlisted", "A/2/2"),
        .. In(Both, "plate", "field_count is wrong", s => s.Edit("", m => m["plate"]!["field_count"] = 3), "plate-field-count-actual", ""),
        .. In(Both, "plate", "a well has fewer fields", s => s.Edit("A/2", m => m["well"]!["images"]!.AsArray().RemoveAt(1)), "plate-fields-fewer", "", "field-unlisted /A/2/1"),
        .. In(Both, "plate", "an acquisition is unknown", s => s.Edit("A/2", m => m["well"]!["images"]![1]!["acquisition"] = 8), "well-acquisition", "A/2"),
        .. In(Both, "plate", "a field does not say its acquisition", s => s.Edit("A/2", m => m["well"]!["images"]![1]!.AsObject().Remove("acquisition")), "well-acquisition-missing", "A/2"),
        .. In(Both, "plate", "an acquisition has more fields than it says", s => s.Edit("A/2", m => m["well"]!["images"]![1]!["acquisition"] = 0), "acquisition-field-count-actual", ""),
    ];

    private static IEnumerable<StoreFault> Collections() =>
    [
        .. In(Both, "collection", "a collection has no images", s => { s.Delete("0"); s.Delete("1"); s.Delete("OME"); }, "collection-empty", "", "ome-xml-missing"),
        .. In(Both, "collection", "an image is missing", s => s.Delete("1"), "series-missing", "1"),
        .. In(Both, "collection", "an image is an array", s => s.ReplaceByArray("1"), "series-array", "1"),
        .. In(Both, "collection", "an image has no metadata", s => Clear(s, "1"), "series-kind", "1"),
        .. In(Both, "collection", "an image is not listed", s => s.Copy("1", "2"), "series-unlisted", "2"),
        .. In(Both, "collection", "the images have a gap", s => { s.Copy("1", "3"); s.Delete("1"); Clear(s, "OME"); }, "series-gap", ""),
        .. In(Both, "collection", "OME is an array", s => s.ReplaceByArray("OME"), "series-list-array", "OME"),
        .. In(Both, "collection", "OME is a list of labels", s => s.AddGroup("OME", JsonNode.Parse("""{"labels":["0"]}""")!.AsObject()), "series-list-kind", "OME", "label-missing"),
        .. In(Both, "collection", "the OME-XML is missing", s => s.Files.Remove("OME/METADATA.ome.xml"), "ome-xml-missing", "OME"),
        .. In(Both, "collection", "the OME-XML is cut off", s => s.Put("OME/METADATA.ome.xml", "<OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\"><Image>"), "ome-xml-invalid", "OME"),
        .. In(Both, "collection", "the OME-XML is other XML", s => s.Put("OME/METADATA.ome.xml", "<svg/>"), "ome-xml-invalid", "OME"),
        .. In(Both, "collection", "the OME-XML has a document type", s => s.Put("OME/METADATA.ome.xml", "<!DOCTYPE OME [<!ENTITY a \"b\">]><OME/>"), "ome-xml-invalid", "OME"),
        .. In(Both, "collection", "the OME-XML points to TIFF files", s => Xml(s, "<MetadataOnly/>", "<TiffData/>"), "ome-xml-pixels", "OME"),
        .. In(Both, "collection", "the OME-XML has an image too many", s => Xml(s, "</OME>", "<Image/></OME>"), "ome-xml-count", "OME"),
        .. In(Both, "collection", "the OME-XML describes another image", s => Xml(s, "SizeX=\"13\"", "SizeX=\"14\""), "ome-xml-size", "0", "ome-xml-size /1"),
    ];

    private static IEnumerable<StoreFault> In(string[] versions, string kind, string name, Action<GoodStore> @break, string rule, string node, params string[] consequences) =>
        versions.Select(version => new StoreFault(name, $"{kind} {version}", @break, rule, node) { Consequences = consequences });
}
