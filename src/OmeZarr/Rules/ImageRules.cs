using OmeZarr.V05;

namespace OmeZarr.Rules;

/// <summary>Rules about the list of multiscales of an image, and about each of them.</summary>
internal static class ImageRules
{
    public static IReadOnlyList<Rule<ValueList<Multiscale>>> All { get; } =
    [
        new("multiscales-empty", Severity.Error, "9.3 (15)", "There is at least one multiscale.",
            m => RuleHelpers.NotEmpty(m.Count, ".multiscales")),
        new("multiscales-unique", Severity.Error, "9.3 (15), schema", "No two multiscales are equal.",
            m => RuleHelpers.Unique(m, ".multiscales")),
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
