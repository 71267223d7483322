namespace OmeZarr.Tests.Rules;

/// <summary>The rules of OME-Zarr 0.5 by number, and whether one document decides them (A), the hierarchy (H), or what a reader does (R).</summary>
internal static class SpecRules
{
    public static IReadOnlyList<(int Number, char Tag, string Subject)> All { get; } =
    [
        (1, 'H', "Zarr v3 only"),
        (2, 'A', "metadata under ome"),
        (3, 'A', "ome.version is \"0.5\""),
        (4, 'H', "one version in a hierarchy"),
        (5, 'H', "groups have a zarr.json"),
        (6, 'R', "0.5 goes before 0.4"),
        (7, 'R', "transitional metadata are read"),
        (8, '-', "names in camelCase"),
        (9, 'A', "an axis has a name"),
        (10, 'A', "names of axes are unique"),
        (11, 'A', "types of axes"),
        (12, 'A', "units of axes"),
        (13, 'H', "number of axes is the rank of the arrays"),
        (14, 'H', "dimension_names are the names of the axes"),
        (15, 'A', "multiscales is not empty"),
        (16, 'A', "2 to 5 axes"),
        (17, 'A', "2 or 3 axes of space"),
        (18, 'A', "at most one time axis, one channel or custom axis"),
        (19, 'A', "order of the axes"),
        (20, 'A', "z, y, x"),
        (21, 'A', "datasets with a path"),
        (22, 'H', "from the highest to the lowest resolution"),
        (23, 'H', "all levels have the same rank"),
        (24, 'A', "one scale, at most one translation, nothing else"),
        (25, 'A', "the translation after the scale"),
        (26, 'A', "as many numbers as axes"),
        (27, 'A', "the scale is the size of a pixel"),
        (28, 'A', "transformations of a multiscale"),
        (29, 'A', "name, type, metadata"),
        (30, 'R', "the multiscale to be read"),
        (31, 'R', "path and identity"),
        (32, 'A', "omero has channels"),
        (33, 'A', "colour of a channel"),
        (34, 'A', "window of a channel"),
        (35, 'A', "other members of omero"),
        (36, 'H', "where labels are"),
        (37, 'A', "the list of labels"),
        (38, 'H', "labels are integers"),
        (39, 'H', "groups between labels and a label image"),
        (40, 'H', "a label image has multiscales"),
        (41, 'H', "shape of a label image"),
        (42, 'A', "image-label with colors"),
        (43, 'A', "a color has a label-value, perhaps rgba"),
        (44, 'A', "image-label.version"),
        (45, 'A', "properties"),
        (46, 'A', "source"),
        (47, 'R', "labels are shown in their colours"),
        (48, 'A', "columns and rows"),
        (49, 'A', "wells"),
        (50, 'A', "path of a well"),
        (51, 'A', "plate.version"),
        (52, 'A', "name and field_count"),
        (53, 'A', "acquisitions"),
        (54, 'H', "groups of a plate"),
        (55, 'A', "images of a well"),
        (56, 'A', "acquisition of an image"),
        (57, 'A', "well.version"),
        (58, 'A', "layout is 3"),
        (59, 'H', "OME-XML"),
        (60, 'H', "plate goes before bioformats2raw.layout"),
        (61, 'A', "series"),
        (62, 'H', "images without series"),
        (63, 'H', "images of the OME-XML"),
        (64, 'R', "more than one image"),
    ];

    /// <summary>Why a rule that one document decides has no id.</summary>
    public static IReadOnlyDictionary<int, string> Notes { get; } = new Dictionary<int, string>
    {
        [28] = "those of 24 to 27, applied to the list of the multiscale",
    };

    public static string SectionOf(int number) => number switch
    {
        <= 8 => "9.1",
        <= 14 => "9.2",
        <= 31 => "9.3",
        <= 35 => "9.4",
        <= 47 => "9.5",
        <= 54 => "9.6",
        <= 57 => "9.7",
        _ => "9.8",
    };
}
