namespace OmeZarr.Validating;

/// <summary>The role of a node in the hierarchy, as the metadata above it says.</summary>
internal enum NodeRole
{
    /// <summary>The node where the validation begins.</summary>
    Root,

    /// <summary>A group between the metadata that list nodes and those nodes.</summary>
    Between,

    /// <summary>A row of a plate.</summary>
    Row,

    /// <summary>A group between <c>labels</c> and label images whose names have a slash. It must not have metadata.</summary>
    LabelFolder,

    /// <summary>A well of a plate.</summary>
    Well,

    /// <summary>An image of a well.</summary>
    Field,

    /// <summary>The group <c>labels</c> of an image.</summary>
    Labels,

    /// <summary>A label image.</summary>
    Label,

    /// <summary>The group <c>OME</c> of a collection.</summary>
    SeriesList,

    /// <summary>An image of a collection.</summary>
    Series,

    /// <summary>A node that no metadata lists; it was found by listing its group.</summary>
    Unlisted,

    /// <summary>The array of a level; the check of its image checks it.</summary>
    Level,
}

/// <summary>The group that holds a node.</summary>
internal enum Container
{
    /// <summary>A group without OME-Zarr metadata, which need not list its nodes.</summary>
    Plain,

    /// <summary>A plate.</summary>
    Plate,

    /// <summary>A row of a plate.</summary>
    Row,

    /// <summary>A well of a plate.</summary>
    Well,

    /// <summary>The group <c>labels</c> of an image.</summary>
    Labels,

    /// <summary>An image.</summary>
    Image,

    /// <summary>A collection.</summary>
    Collection,
}

/// <summary>A node that metadata list.</summary>
/// <param name="Path">Its path, relative to the group whose metadata list it.</param>
/// <param name="Role">Its role.</param>
/// <param name="ListedBy">The metadata that list it, for messages.</param>
internal sealed record ListedNode(string Path, NodeRole Role, string ListedBy)
{
    /// <summary>The description of the image in OME-XML.</summary>
    public DescribedImage? Described { get; init; }

    /// <summary>The image that label images belong to.</summary>
    public ImageFacts? Image { get; init; }
}

/// <summary>A node that is to be checked, and what is known about it.</summary>
/// <param name="Path">Its path, relative to the root of the validation.</param>
/// <param name="Role">Its role.</param>
internal sealed record NodeVisit(string Path, NodeRole Role)
{
    /// <summary>The Zarr format of the group above; null for the root.</summary>
    public int? ZarrFormat { get; init; }

    /// <summary>The version of OME-Zarr of the groups above; null if they have none.</summary>
    public string? Version { get; init; }

    /// <summary>The metadata that list it, for messages; empty if none do.</summary>
    public string ListedBy { get; init; } = string.Empty;

    /// <summary>Nodes below it that the metadata of groups above it list.</summary>
    public IReadOnlyList<ListedNode> Inside { get; init; } = [];

    /// <summary>The group that holds it.</summary>
    public Container In { get; init; }

    /// <summary>Copies of its metadata in groups above.</summary>
    public ValueList<ConsolidatedCopy> Copies { get; init; } = [];

    /// <summary>The image that label images belong to.</summary>
    public ImageFacts? Image { get; init; }

    /// <summary>The plate that rows and wells belong to.</summary>
    public PlateFacts? Plate { get; init; }

    /// <summary>The collection that a list of images belongs to.</summary>
    public CollectionFacts? Collection { get; init; }

    /// <summary>The description of the image in OME-XML.</summary>
    public DescribedImage? Described { get; init; }

    /// <summary>The path of a node below.</summary>
    public string Below(string relative) => Join(Path, relative);

    public static string Join(string path, string relative) => path.Length == 0 ? relative : $"{path}/{relative}";
}
