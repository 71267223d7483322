using OmeZarr.V05;

namespace OmeZarr.Rules;

/// <summary>Rules about an image as a whole and about each of its multiscales.</summary>
internal static class ImageRules
{
    public static IReadOnlyList<Rule<Image>> All { get; } =
    [
        new("multiscales-empty", Severity.Error, "9.3 (15)", "There is at least one multiscale.",
            i => RuleHelpers.NotEmpty(i.Multiscales.Count, ".multiscales")),
        new("multiscales-unique", Severity.Error, "9.3 (15), schema", "No two multiscales are equal.",
            i => RuleHelpers.Unique(i.Multiscales, ".multiscales")),
    ];

    // 9.3 (29): recommended, and missing in most images.
    public static IReadOnlyList<Rule<Multiscale>> OfMultiscale { get; } =
    [
        new("multiscale-name", Severity.Warning, "9.3 (29)", "A multiscale has a name.",
            m => Recommend(".name", m.Name)) { OnlyStrict = true },
        new("multiscale-type", Severity.Warning, "9.3 (29)", "A multiscale says how it was downscaled.",
            m => Recommend(".type", m.Type)) { OnlyStrict = true },
        new("multiscale-metadata", Severity.Warning, "9.3 (29)", "A multiscale has metadata about its downscaling.",
            m => Recommend(".metadata", m.Metadata)) { OnlyStrict = true },
    ];

    private static IEnumerable<Violation> Recommend(string place, object? value) =>
        RuleHelpers.When(value is null, place, "is recommended but missing");
}
