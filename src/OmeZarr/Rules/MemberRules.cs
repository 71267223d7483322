using OmeZarr.Json;

namespace OmeZarr.Rules;

/// <summary>The extra members of a model, and the names of the members that it defines.</summary>
internal readonly record struct ExtraNode(JsonMembers Extra, ValueList<string> Known);

/// <summary>The rule about members that could not be read.</summary>
internal static class MemberRules
{
    public static IReadOnlyList<Rule<ExtraNode>> All { get; } =
    [
        new(
            StructureRules.MemberType,
            Severity.Error,
            "all; 9.5 (46), 9.6 (51), 9.7 (56) (57)",
            "A member has the JSON type that the specification gives it.",
            Misfits),
    ];

    private static IEnumerable<Violation> Misfits(ExtraNode node) => node.Known.Where(node.Extra.Contains)
        .Select(name => new Violation($".{name}", "has a value that is not allowed here; it is kept as it was read"));
}
