namespace OmeZarr.Rules.Hierarchy;

/// <summary>Rules about the arrays of an image.</summary>
internal static class DatasetNodeRules
{
    public static StoreRule Missing { get; } = new("dataset-missing", Severity.Error, "9.3 (21) (22)", "The array of each dataset is there.")
    {
        Remedy = "Copy the array again from its source. If it was never written, remove the dataset from the metadata.",
    };

    public static StoreRule IsGroup { get; } = new("dataset-group", Severity.Error, "9.3 (22)", "The path of a dataset leads to an array.")
    {
        Remedy = "Correct the path of the dataset: it leads to a group, and perhaps the array is inside it.",
    };

    public static StoreRule Rank { get; } = new("datasets-rank", Severity.Error, "9.2 (13), 9.3 (23)", "Arrays have as many dimensions as there are axes.")
    {
        Remedy = "Correct the list of axes, or the path of the dataset.",
    };

    public static StoreRule NamesMissing { get; } = new("dimension-names-missing", Severity.Error, "9.2 (14)", "Arrays have dimension_names.")
    {
        Remedy = "Add dimension_names to the zarr.json of the array: the names of the axes in their order.",
        Fixable = true,
    };

    public static StoreRule Names { get; } = new("dimension-names", Severity.Error, "9.2 (14)", "The names of the dimensions are the names of the axes, in their order.")
    {
        SeverityIn04 = Severity.Warning,
        Remedy = "Find out which order is that of the data, then correct the axes of the image or the dimension_names of the array (in Zarr v2 the attribute _ARRAY_DIMENSIONS).",
    };

    public static StoreRule DataTypes { get; } = new("levels-data-type", Severity.Warning, "this library, 0.6", "All levels have one data type.")
    {
        Remedy = "Write the smaller levels again in the data type of the first level.",
    };

    public static StoreRule Growing { get; } = new("levels-grow", Severity.Error, "9.3 (22)", "No level is larger than the level before it.")
    {
        SeverityIn04 = Severity.Warning,
        Remedy = "Sort the datasets from the highest to the lowest resolution, or correct their paths.",
    };

    public static StoreRule Extent { get; } = new("levels-extent", Severity.Warning, "9.3 (27)", "Shape times scale is the same for all levels, to within a pixel.")
    {
        Remedy = "Correct the scale of the level: the size of its pixels is that of the first level times the factor of downsampling.",
    };

    public static StoreRule ChannelCount { get; } = new("omero-channel-count", Severity.Warning, "9.4 (32)", "omero has as many channels as the image.")
    {
        Remedy = "Add the missing entries to omero.channels, or remove those without a channel.",
    };

    public static StoreRule Defaults { get; } = new("omero-defaults", Severity.Warning, "9.4 (35)", "The planes that omero shows first are in the image.")
    {
        Remedy = "Set omero.rdefs.defaultZ and defaultT to planes of the image, counted from 0.",
    };

    public static StoreRule Unlisted { get; } = new("level-unlisted", Severity.Advice, "this library", "A dataset names each array of an image.")
    {
        Remedy = "Readers do not find the array. Add a dataset for it, or remove it if it is left over.",
    };

    public static StoreRule Separator { get; } = new("chunk-separator", Severity.Warning, "10 (0.4)", "The parts of chunk keys of 0.4 are separated by a slash.")
    {
        Remedy = "Rename the chunks and set dimension_separator to \"/\" in .zarray. Readers of Zarr find the chunks as they are.",
    };

    public static IReadOnlyList<StoreRule> All { get; } =
        [Missing, IsGroup, Rank, NamesMissing, Names, DataTypes, Growing, Extent, ChannelCount, Defaults, Unlisted, Separator];
}
