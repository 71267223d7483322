namespace OmeZarr.Rules.Hierarchy;

/// <summary>A rule about the nodes of a hierarchy. The validation of whole hierarchies applies it, because one document does not decide it.</summary>
internal sealed record StoreRule(string Id, Severity Severity, string Spec, string Sentence) : Rule(Id, Severity, Spec, Sentence);

/// <summary>All rules about hierarchies.</summary>
internal static class StoreRules
{
    public static IReadOnlyList<StoreRule> All { get; } = [.. NodeRules.All, .. DatasetNodeRules.All, .. LabelNodeRules.All, .. PlateNodeRules.All, .. CollectionRules.All, .. ChunkRules.All];
}
