namespace OmeZarr.Rules.Hierarchy;

/// <summary>Rules about any node: that it is there, of one Zarr format and version, and named.</summary>
internal static class NodeRules
{
    private const string Ours = "this library";

    public static StoreRule OmeMissing { get; } = new("ome-missing", Severity.Error, "9.1 (2)", "The root, or a group below it, has OME-Zarr metadata.")
    {
        Remedy = "Check that the path is the root of an image, plate or collection. The metadata are in zarr.json under attributes.ome (0.5), or in .zattrs (0.4).",
    };

    public static StoreRule Unreadable { get; } = new("node-unreadable", Severity.Error, Ours, "The documents and folders of a node can be read.")
    {
        Remedy = "Check the permissions and the disk, or copy the node again.",
    };

    public static StoreRule ZarrMetadata { get; } = new("zarr-metadata", Severity.Error, "9.1 (5), Zarr", "The document of a node keeps the rules of Zarr.")
    {
        Remedy = "Correct the member that the message names, or copy the document again from its source.",
    };

    public static StoreRule ZarrUnsupported { get; } = new("zarr-unsupported", Severity.Warning, Ours, "This library can open the node.")
    {
        Remedy = "The specification allows the extension, but few programs may know it. Nothing that depends on the content of the document was checked.",
    };

    public static StoreRule GroupMissing { get; } = new("group-missing", Severity.Error, "9.1 (5)", "Every group on the way to a node has a document.")
    {
        Remedy = "Write the document of a group there: zarr.json with {\"zarr_format\": 3, \"node_type\": \"group\"}, or .zgroup with {\"zarr_format\": 2}.",
    };

    public static StoreRule GroupIsArray { get; } = new("group-array", Severity.Error, "9.1 (5), Zarr", "A node that holds other nodes is a group.")
    {
        Remedy = "Move the array elsewhere and write the document of a group, or correct the path that leads through the array.",
    };

    public static StoreRule OmeZarrFormat { get; } = new(
        "ome-zarr-format", Severity.Error, "9.1 (1) (2)", "Metadata of 0.5 are under ome in groups of Zarr v3; metadata of 0.4 are at the top of the attributes of groups of Zarr v2.")
    {
        Remedy = "Write the group again in the Zarr format of its metadata, or convert the metadata (OmeConvert).",
    };

    public static StoreRule FormatMixed { get; } = new("zarr-format-mixed", Severity.Error, "9.1 (1) (4)", "All nodes of a hierarchy have one Zarr format.")
    {
        Remedy = "Convert the node to the Zarr format of the group that holds it. The chunks can stay as they are.",
    };

    public static StoreRule HierarchyVersion { get; } = new("hierarchy-version", Severity.Error, "9.1 (4)", "All nodes of a hierarchy have one version of OME-Zarr.")
    {
        Remedy = "Convert the metadata of the node to the version of the group that holds it (OmeConvert).",
    };

    public static StoreRule FormatsBoth { get; } = new("zarr-formats-both", Severity.Advice, "9.1 (6)", "A group has documents of one Zarr format.")
    {
        Remedy = "Readers take zarr.json. Delete .zgroup, .zattrs and .zmetadata if no reader of 0.4 needs them; otherwise keep both in step.",
    };

    public static StoreRule Unlisted { get; } = new("node-unlisted", Severity.Advice, Ours, "Metadata name every node.")
    {
        Remedy = "Readers do not find the node. Name it in the metadata, or remove it if it is left over.",
    };

    public static StoreRule NameRisky { get; } = new("node-name", Severity.Warning, "Zarr v3 node names", "The name of a node works on every store and file system.")
    {
        Remedy = "Rename the node, and the paths that lead to it, with letters, digits, \".\", \"_\" and \"-\".",
    };

    public static StoreRule NamesCase { get; } = new("node-names-case", Severity.Warning, Ours, "No two nodes of a group have names that differ only in case.")
    {
        Remedy = "Rename one of them: some file systems would store both in one folder.",
    };

    public static StoreRule ForeignFile { get; } = new("foreign-file", Severity.Advice, Ours, "A group holds nothing but its documents and nodes.")
    {
        Remedy = "Readers ignore it. Move it out of the hierarchy, or delete it if nobody needs it.",
    };

    public static StoreRule Leftover { get; } = new("leftover", Severity.Advice, Ours, "No writer has left unfinished parts behind.")
    {
        Remedy = "Run: omezarr clean",
    };

    public static StoreRule ConsolidatedStale { get; } = new("consolidated-stale", Severity.Warning, "Zarr, consolidated metadata", "Consolidated metadata are those of the nodes.")
    {
        Remedy = "Remove the copy (consolidated_metadata in zarr.json, or .zmetadata), or consolidate again: readers that trust it see an old state.",
        Fixable = true,
    };

    public static IReadOnlyList<StoreRule> All { get; } =
    [
        OmeMissing, Unreadable, ZarrMetadata, ZarrUnsupported, GroupMissing, GroupIsArray, OmeZarrFormat, FormatMixed, HierarchyVersion, FormatsBoth, Unlisted, NameRisky, NamesCase, ForeignFile,
        Leftover, ConsolidatedStale,
    ];
}
