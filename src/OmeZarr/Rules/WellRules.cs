using OmeZarr.V05;

namespace OmeZarr.Rules;

/// <summary>Rules about the object <c>well</c>, and about the lists of images in a collection.</summary>
internal static class WellRules
{
    public static IReadOnlyList<Rule<WellDef>> All { get; } =
    [
        new("well-images-empty", Severity.Error, "9.7 (55)", "A well has at least one image.",
            w => RuleHelpers.NotEmpty(w.Images.Count, ".images")),
        new("well-images-unique", Severity.Error, "9.7 (55)", "No image of a well is listed twice.",
            w => RuleHelpers.UniqueKeys(w.Images.Select(i => i.Path), ".images", ".path")),
        new("well-image-path", Severity.Error, "9.7 (55), Zarr v3 node names", "The path of an image is the name of a node.", Path),
        new("well-image-path-alphanumeric", Severity.Warning, "9.7 (55)", "The path of an image is made of ASCII letters and digits.",
            Alphanumeric),
        new("well-image-path-risky", Severity.Warning, "this library", "The path of an image works on every store and file system.", Risky),
    ];

    public static IReadOnlyList<Rule<ValueList<string>>> OfSeries { get; } =
    [
        new("series-empty", Severity.Error, "9.8 (61)", "A series lists at least one image.",
            s => RuleHelpers.NotEmpty(s.Count, ".series")),
        new("series-path", Severity.Error, "9.8 (61), Zarr v3 node names", "A path in a series leads to an image of the collection.",
            s => RuleHelpers.NodeNames(s, ".series").Concat(Reserved(s))),
        new("series-path-risky", Severity.Warning, "this library", "A path in a series works on every store and file system.",
            s => RuleHelpers.RiskyNames(s, ".series")),
        new("series-unique", Severity.Error, "9.8 (63)", "No image of a series is listed twice.",
            s => RuleHelpers.UniqueKeys(s, ".series", string.Empty)),
    ];

    // Letters and digits only is what the text says; widely used writers add ".", "_" and "-", and 0.6 allows them.
    private static IEnumerable<Violation> Path(WellDef well) =>
        from image in well.Images.Index()
        let path = image.Item.Path
        where NodeName.Problem(path) is not null || path.Contains('/') || NodeName.RiskyCharacters(path).Any()
        select new Violation($".images[{image.Index}].path", $"must be a name of letters, digits, \".\", \"_\" and \"-\"; found \"{path}\"");

    private static IEnumerable<Violation> Alphanumeric(WellDef well) =>
        from image in well.Images.Index()
        let path = image.Item.Path
        where path.AsSpan().ContainsAny(".-_") && !NodeName.RiskyCharacters(path).Any()
        select new Violation($".images[{image.Index}].path", $"should be ASCII letters and digits only; found \"{path}\"");

    private static IEnumerable<Violation> Risky(WellDef well) =>
        from image in well.Images.Index()
        where NodeName.Problem(image.Item.Path) is null && !NodeName.RiskyCharacters(image.Item.Path).Any() // which the path must not have
        let risk = NodeName.Risk(image.Item.Path)
        where risk is not null
        select new Violation($".images[{image.Index}].path", $"\"{image.Item.Path}\" {risk}");

    private static IEnumerable<Violation> Reserved(ValueList<string> series) =>
        from path in series.Index()
        where path.Item == "OME" || path.Item.StartsWith("OME/", StringComparison.Ordinal)
        select new Violation($".series[{path.Index}]", "OME is the group of the metadata and cannot be an image");
}
