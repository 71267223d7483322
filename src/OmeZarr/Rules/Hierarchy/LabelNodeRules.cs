namespace OmeZarr.Rules.Hierarchy;

/// <summary>Rules about the group <c>labels</c> of an image and the label images in it.</summary>
internal static class LabelNodeRules
{
    public static StoreRule LabelsIsArray { get; } = new("labels-array", Severity.Error, "9.5 (36)", "labels is a group.")
    {
        Remedy = "Move the array out of the way: a group labels holds the label images.",
    };

    public static StoreRule LabelsKind { get; } = new("labels-kind", Severity.Error, "9.5 (36) (37)", "The group labels lists the label images.")
    {
        Remedy = "Write the list: {\"labels\": [\"name\", …]}, in 0.5 under ome with the version.",
    };

    public static StoreRule Missing { get; } = new("label-missing", Severity.Error, "9.5 (37)", "Each listed label image is there.")
    {
        Remedy = "Copy the label image again from its source. If it was never written, remove it from the list.",
    };

    public static StoreRule IsArray { get; } = new("label-array", Severity.Error, "9.5 (37) (40)", "A label image is a group.")
    {
        Remedy = "Put the array into a group with the metadata of a label image.",
    };

    public static StoreRule Kind { get; } = new("label-kind", Severity.Error, "9.5 (40)", "A label image has multiscales.")
    {
        Remedy = "Write the metadata of the label image: multiscales and image-label.",
    };

    public static StoreRule ImageLabel { get; } = new("label-image-label", Severity.Warning, "9.5 (42)", "A label image has image-label.")
    {
        Remedy = "Add \"image-label\": {} to the metadata, so that readers know that the values are labels.",
        Fixable = true,
    };

    public static StoreRule DataType { get; } = new("label-data-type", Severity.Error, "9.5 (38)", "Labels are integers.")
    {
        SeverityIn04 = Severity.Warning,
        Remedy = "Write the label image again as integers, for example uint32.",
    };

    public static StoreRule Levels { get; } = new("label-levels", Severity.Error, "9.5 (40)", "A label image has as many levels as its image.")
    {
        SeverityIn04 = Severity.Warning,
        Remedy = "Write the missing levels of the label image, by taking every second value and not by averaging.",
    };

    public static StoreRule MultiscalesCount { get; } = new("label-multiscales-count", Severity.Warning, "9.5 (40)", "A label image has as many multiscales as its image.")
    {
        Remedy = "Remove the multiscales that the image does not have.",
    };

    public static StoreRule Axes { get; } = new("label-axes", Severity.Warning, "9.5 (41)", "The axes of a label image are axes of its image.")
    {
        Remedy = "Name the axes as those of the image.",
    };

    public static StoreRule Shape { get; } = new("label-shape", Severity.Warning, "9.5 (41)", "Along each axis, a label image is as long as its image, or has the length 1.")
    {
        Remedy = "Check that the label image belongs to this image: readers cannot lay it over the image.",
    };

    public static StoreRule SourceMissing { get; } = new("label-source-missing", Severity.Error, "9.5 (46)", "The source of a label image is there.")
    {
        Remedy = "Correct image-label.source.image: the path from the label image to its image, usually ../../",
    };

    public static StoreRule SourceKind { get; } = new("label-source-kind", Severity.Error, "9.5 (46)", "The source of a label image is an image.")
    {
        Remedy = "Correct image-label.source.image: the path from the label image to its image, usually ../../",
    };

    public static StoreRule ValueRange { get; } = new("label-value-range", Severity.Warning, "9.5 (43) (45)", "Colours and properties are those of values that the arrays can hold.")
    {
        Remedy = "Correct the label-value, or remove the entry.",
    };

    public static StoreRule Unlisted { get; } = new("label-unlisted", Severity.Warning, "9.5 (37)", "All label images are listed.")
    {
        SeverityIn04 = Severity.Advice,
        Remedy = "Add the label image to the list in the document of the group labels, or remove it if it is left over.",
        Fixable = true,
    };

    public static StoreRule Between { get; } = new("label-between", Severity.Error, "9.5 (39)", "Groups between labels and a label image have no metadata.")
    {
        Remedy = "Remove the OME-Zarr metadata of the group, or list it if it is a label image itself.",
    };

    public static IReadOnlyList<StoreRule> All { get; } =
    [
        LabelsIsArray, LabelsKind, Missing, IsArray, Kind, ImageLabel, DataType, Levels, MultiscalesCount, Axes, Shape, SourceMissing, SourceKind, ValueRange, Unlisted, Between,
    ];
}
