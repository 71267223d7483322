namespace Architecture.Tests.Layering;

/// <summary>What the types of a source folder (and of those below it) may refer to.</summary>
/// <param name="Folder">The folder that is restricted, such as <c>Zarr/Arrays</c>. Of several rules that fit, the longest name counts.</param>
/// <param name="MayUse">Other folders of this solution, each with all below it.</param>
/// <param name="MustNotUse">Namespaces of the framework and of packages, with all below them.</param>
internal sealed record LayerRule(string Folder, string[] MayUse, string[] MustNotUse)
{
    /// <summary>One line for each reference that breaks a rule.</summary>
    internal static IReadOnlyList<string> Violations(TypeGraph graph, IReadOnlyCollection<LayerRule> rules) =>
    [
        .. from type in graph.Types
           let rule = rules.Where(rule => IsIn(graph.FolderOf(type), rule.Folder)).MaxBy(rule => rule.Folder.Length)
           where rule is not null
           from other in graph.From(type)
           where !rule.Allows(other, graph)
           orderby type.ToString(), other.ToString()
           select $"{type} uses {other}: {rule.Folder} may use {string.Join(", ", rule.MayUse.DefaultIfEmpty("nothing"))}"
               + (rule.MustNotUse.Length > 0 ? $", not {string.Join(", ", rule.MustNotUse)}" : string.Empty),
    ];

    /// <summary>The folders that a rule names but that hold no type.</summary>
    internal IEnumerable<string> EmptyFolders(TypeGraph graph) =>
        MayUse.Prepend(Folder).Where(named => !graph.Types.Any(type => IsIn(graph.FolderOf(type), named)));

    private static bool IsIn(string? folder, string outer) =>
        folder is not null && (folder == outer || folder.StartsWith(outer + '/', StringComparison.Ordinal));

    private bool Allows(TypeName other, TypeGraph graph) => graph.FolderOf(other) is { } folder
        ? IsIn(folder, Folder) || MayUse.Any(allowed => IsIn(folder, allowed))
        : graph.IsOwn(other) || !MustNotUse.Any(other.IsIn);
}
