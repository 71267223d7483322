using OmeZarr.V05;
using OmeZarr.V05.Mapping;

namespace OmeZarr.Rules;

/// <summary>The rule about versions, for the documents that are no images.</summary>
internal static class DocumentRules
{
    public static IReadOnlyList<Rule<string>> All { get; } =
    [
        new(VersionRule.Id, Severity.Error, "9.1 (3)", "The version is 0.5.", Version),
    ];

    private static IEnumerable<Violation> Version(string version) =>
        Common.When(version != Image.SupportedVersion, ".version", VersionRule.Message(version));
}
