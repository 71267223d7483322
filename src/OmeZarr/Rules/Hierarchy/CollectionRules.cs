namespace OmeZarr.Rules.Hierarchy;

/// <summary>Rules about the images of a collection (bioformats2raw) and its OME-XML.</summary>
internal static class CollectionRules
{
    public static StoreRule Empty { get; } = new("collection-empty", Severity.Error, "9.8 (61) (62)", "A collection has images.")
    {
        Remedy = "Write the images as the groups 0, 1, 2…, or list their paths as series in the group OME.",
    };

    public static StoreRule Missing { get; } = new("series-missing", Severity.Error, "9.8 (61)", "Each listed image is there.")
    {
        Remedy = "Copy the image again from its source. If it was never written, remove it from the list series of the group OME, and from the OME-XML.",
    };

    public static StoreRule IsArray { get; } = new("series-array", Severity.Error, "9.8 (61) (62)", "An image of a collection is a group.")
    {
        Remedy = "Put the array into a group with the metadata of an image, or correct the list series.",
    };

    public static StoreRule Kind { get; } = new("series-kind", Severity.Error, "9.8 (61) (62)", "A listed path leads to an image.")
    {
        Remedy = "Write the metadata of the image, or correct the list series.",
    };

    public static StoreRule Unlisted { get; } = new("series-unlisted", Severity.Warning, "9.8 (61)", "The list series has all images.")
    {
        Remedy = "Add the image to the list series of the group OME, or remove it if it is left over.",
    };

    public static StoreRule Gap { get; } = new("series-gap", Severity.Warning, "9.8 (62)", "Images without a list series are numbered without a gap.")
    {
        Remedy = "Copy the missing image again, or list the paths as series in the group OME: readers stop counting at the gap.",
    };

    public static StoreRule ListIsArray { get; } = new("series-list-array", Severity.Error, "9.8 (61)", "OME is a group.")
    {
        Remedy = "Move the array out of the way: the group OME holds the list of images and the OME-XML.",
    };

    public static StoreRule ListKind { get; } = new("series-list-kind", Severity.Error, "9.8 (61)", "Metadata of the group OME are the list series.")
    {
        Remedy = "Replace the metadata of the group OME by the list series.",
    };

    public static StoreRule XmlMissing { get; } = new("ome-xml-missing", Severity.Warning, "9.8 (59)", "A collection has OME/METADATA.ome.xml.")
    {
        Remedy = "Write the OME-XML of the images. Readers find the images without it.",
    };

    public static StoreRule XmlInvalid { get; } = new("ome-xml-invalid", Severity.Warning, "9.8 (59)", "OME/METADATA.ome.xml is OME-XML.")
    {
        Remedy = "Write the OME-XML again.",
    };

    public static StoreRule XmlPixels { get; } = new("ome-xml-pixels", Severity.Warning, "9.8 (59)", "The OME-XML says MetadataOnly: the pixels are elsewhere.")
    {
        Remedy = "Replace BinData, TiffData and BinaryOnly by MetadataOnly.",
    };

    public static StoreRule XmlCount { get; } = new("ome-xml-count", Severity.Error, "9.8 (63)", "The OME-XML describes each image once.")
    {
        Remedy = "Write the OME-XML again with one Image for each image of the collection, in their order.",
    };

    public static StoreRule XmlSize { get; } = new("ome-xml-size", Severity.Warning, "9.8 (63)", "The OME-XML has the images in the order of the series.")
    {
        Remedy = "Check the order of the list series against the OME-XML: a description belongs to another image.",
    };

    public static StoreRule PlateSeries { get; } = new("plate-series", Severity.Warning, "9.8 (60)", "The list series of a plate has the fields of the plate.")
    {
        Remedy = "Write the list series again, or remove it: the plate goes before it.",
    };

    public static IReadOnlyList<StoreRule> All { get; } =
        [Empty, Missing, IsArray, Kind, Unlisted, Gap, ListIsArray, ListKind, XmlMissing, XmlInvalid, XmlPixels, XmlCount, XmlSize, PlateSeries];
}
