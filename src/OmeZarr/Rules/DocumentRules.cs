using OmeZarr.V05.Mapping;

namespace OmeZarr.Rules;

/// <summary>A version where a document states it, and the one that belongs there.</summary>
internal readonly record struct VersionNode(string? Found, string Expected)
{
    public static VersionNode Of05(string? found) => new(found, V05.Image.SupportedVersion);

    public static VersionNode Of04(string? found) => new(found, V04.Image.SupportedVersion);
}

/// <summary>Rules about versions: of a document of 0.5, and of the objects in a document of 0.4.</summary>
internal static class DocumentRules
{
    public static IReadOnlyList<Rule<VersionNode>> All { get; } =
    [
        new(VersionRule.Id, Severity.Error, "9.1 (3)", "The version is 0.5 under ome, and 0.4 in the objects of .zattrs.", Version),
    ];

    public static IReadOnlyList<Rule<VersionNode>> Only04 { get; } =
    [
        new("version-recommended", Severity.Warning, "10 (0.4)", "A multiscale, plate, well or image-label of 0.4 says its version.",
            v => RuleHelpers.When(v.Found is null, ".version", "is recommended but missing")),
    ];

    private static IEnumerable<Violation> Version(VersionNode version) => version.Found is { } found && found != version.Expected
        ? [new(".version", VersionRule.Message(version.Expected, found))]
        : [];
}
