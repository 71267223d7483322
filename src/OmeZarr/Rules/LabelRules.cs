using OmeZarr.V05;

namespace OmeZarr.Rules;

/// <summary>Rules about the object <c>image-label</c> and about the group <c>labels</c>.</summary>
internal static class LabelRules
{
    public static IReadOnlyList<Rule<ImageLabel>> All { get; } =
    [
        new("label-colors", Severity.Warning, "9.5 (42)", "Labels have colours.",
            l => RuleHelpers.When(l.Colors is null, ".colors", "is recommended but missing")) { OnlyStrict = true },
        new("label-colors-empty", Severity.Error, "9.5 (42), schema", "A list of colours is not empty.",
            l => RuleHelpers.NotEmpty(l.Colors?.Count, ".colors")),
        new("label-colors-unique", Severity.Error, "9.5 (42), schema", "No two colours are equal.",
            l => RuleHelpers.Unique(l.Colors ?? [], ".colors")),
        new("label-color-values-unique", Severity.Warning, "9.5 (43)", "A label has one colour.", SameLabel)
            { SeverityIn04 = Severity.Error },
        new("label-rgba", Severity.Error, "9.5 (43)", "A colour has four numbers from 0 to 255.", Rgba),
        new("label-properties-empty", Severity.Error, "9.5 (45), schema", "A list of properties is not empty.",
            l => RuleHelpers.NotEmpty(l.Properties?.Count, ".properties")),
        new("label-properties-unique", Severity.Error, "9.5 (45), schema", "No two properties are equal.",
            l => RuleHelpers.Unique(l.Properties ?? [], ".properties")),
    ];

    public static IReadOnlyList<Rule<ImageLabel>> Only05 { get; } =
    [
        new("label-version", Severity.Warning, "9.5 (44)", "A version, where there is one, is 0.5.", Version) { Fixable = true },
    ];

    public static IReadOnlyList<Rule<ValueList<string>>> OfGroup { get; } =
    [
        new("labels-empty", Severity.Error, "9.5 (37)", "There is at least one label image.",
            g => RuleHelpers.NotEmpty(g.Count, ".labels")),
        new("labels-path", Severity.Error, "9.5 (37), Zarr v3 node names", "A path of a label image leads to a node below the group.",
            g => RuleHelpers.NodeNames(g, ".labels")),
        new("labels-path-risky", Severity.Warning, "this library", "A path of a label image works on every store and file system.",
            g => RuleHelpers.RiskyNames(g, ".labels")),
        new("labels-unique", Severity.Error, "9.5 (37)", "No label image is listed twice.",
            g => RuleHelpers.UniqueKeys(g, ".labels", string.Empty)),
    ];

    private static IEnumerable<Violation> SameLabel(ImageLabel label)
    {
        var colors = label.Colors ?? [];
        return Duplicates.Of(colors.Select(c => c.LabelValue)).Where(r => colors[r.Index] != colors[r.First])
            .Select(r => new Violation($".colors[{r.Index}]", $"gives label {r.Value} another colour than entry {r.First}"));
    }

    private static IEnumerable<Violation> Rgba(ImageLabel label) =>
        from color in (label.Colors ?? []).Index()
        where color.Item.Rgba is { } rgba && (rgba.Count != 4 || rgba.Any(v => v is < 0 or > 255))
        select new Violation($".colors[{color.Index}].rgba", $"must be four integers from 0 to 255; found {Text(color.Item.Rgba!.Value)}");

    private static IEnumerable<Violation> Version(ImageLabel label) =>
        RuleHelpers.When(label.Version is not (null or Image.SupportedVersion), ".version", $"should be \"{Image.SupportedVersion}\" or be left out; found \"{label.Version}\"");

    private static string Text(ValueList<int> rgba) => rgba.Count <= 8 ? rgba.ToString() : $"{rgba.Count} numbers";
}
