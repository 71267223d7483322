using OmeZarr.V05;
using OmeZarr.V05.Mapping;

namespace OmeZarr.Rules;

/// <summary>Rules about an image as a whole and about each of its multiscales.</summary>
internal static class ImageRules
{
    public static IReadOnlyList<Rule<Image>> All { get; } =
    [
        new(VersionRule.Id, Severity.Error, "9.1 (3)", "The version is 0.5.", Version),
        new("multiscales-empty", Severity.Error, "9.3 (15)", "There is at least one multiscale.", NotEmpty),
        new("multiscales-unique", Severity.Error, "9.3 (15), schema", "No two multiscales are equal.", Unique),
    ];

    // 9.3 (29): recommended, and missing in most images.
    public static IReadOnlyList<Rule<Multiscale>> OfMultiscale { get; } =
    [
        new("multiscale-name", Severity.Warning, "9.3 (29)", "A multiscale has a name.", m => Recommend(".name", m.Name)) { OnlyStrict = true },
        new("multiscale-type", Severity.Warning, "9.3 (29)", "A multiscale says how it was downscaled.", m => Recommend(".type", m.Type)) { OnlyStrict = true },
        new("multiscale-metadata", Severity.Warning, "9.3 (29)", "A multiscale has metadata about its downscaling.", m => Recommend(".metadata", m.Metadata)) { OnlyStrict = true },
    ];

    private static IEnumerable<Violation> Version(Image image)
    {
        if (image.Version != Image.SupportedVersion)
        {
            yield return new(".version", VersionRule.Message(image.Version));
        }
    }

    private static IEnumerable<Violation> NotEmpty(Image image)
    {
        if (image.Multiscales.Count == 0)
        {
            yield return new(".multiscales", "must have at least one entry");
        }
    }

    private static IEnumerable<Violation> Unique(Image image) =>
        Repeats.Of(image.Multiscales).Select(r => new Violation($".multiscales[{r.Index}]", $"equals entry {r.First}"));

    private static IEnumerable<Violation> Recommend(string place, object? value)
    {
        if (value is null)
        {
            yield return new(place, "is recommended but missing");
        }
    }
}
