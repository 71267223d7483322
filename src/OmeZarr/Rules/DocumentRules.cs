using OmeZarr.Json;
using OmeZarr.V05;

namespace OmeZarr.Rules;

/// <summary>A version where a document states it, and the one that belongs there.</summary>
internal readonly record struct VersionNode(string? Found, string Expected)
{
    public static VersionNode Of05(string? found) => new(found, Image.SupportedVersion);

    public static VersionNode Of04(string? found) => new(found, V04.Image.SupportedVersion);
}

/// <summary>Rules about all objects, and about versions: of a document of 0.5, and of the objects in a document of 0.4.</summary>
internal static class DocumentRules
{
    public static IReadOnlyList<Rule<VersionNode>> All { get; } =
    [
        new(VersionMember.RuleId, Severity.Error, "9.1 (3)", "The version is 0.5 under ome, and 0.4 in the objects of .zattrs.", Version) { Fixable = true },
    ];

    public static IReadOnlyList<Rule<VersionNode>> Only04 { get; } =
    [
        new("version-recommended", Severity.Warning, "10 (0.4)", "A multiscale, plate, well or image-label of 0.4 says its version.",
            v => RuleHelpers.When(v.Found is null, ".version", "is recommended but missing")) { Fixable = true },
    ];

    /// <summary>About members that could not be read, and so are among the extra members.</summary>
    public static IReadOnlyList<Rule<OmeObject>> OfObject { get; } =
    [
        new(
            StructureRules.MemberType,
            Severity.Error,
            "all; 9.5 (46), 9.6 (51), 9.7 (56) (57)",
            "A member has the JSON type that the specification gives it.",
            Misfits),
    ];

    private static IEnumerable<Violation> Misfits(OmeObject node) => ObjectWriter.NamesOf(node).Where(node.ExtraMembers.Contains)
        .Select(name => new Violation($".{name}", "has a value that is not allowed here; it is kept as it was read"));

    private static IEnumerable<Violation> Version(VersionNode version) => version.Found is { } found && found != version.Expected
        ? [new(".version", VersionMember.Message(version.Expected, found))]
        : [];
}
