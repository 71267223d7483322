namespace Architecture.Tests.Layering;

/// <summary>What the types of a namespace (and of those below it) may refer to.</summary>
/// <param name="Namespace">The namespace that is restricted. Of several rules that fit, the longest name counts.</param>
/// <param name="MayUse">Namespaces of this solution: <c>A.B</c> with all below; <c>A.*</c> the root namespace A with all below; of a bare
/// root namespace <c>A</c> those types that lead to nothing else than what may be used, see <see cref="TypeGraph.Below"/>.</param>
/// <param name="MustNotUse">Namespaces of the framework and of packages, with all below them.</param>
internal sealed record LayerRule(string Namespace, string[] MayUse, string[] MustNotUse)
{
    /// <summary>One line for each reference that breaks a rule.</summary>
    internal static IReadOnlyList<string> Violations(TypeGraph graph, IReadOnlyCollection<LayerRule> rules) =>
    [
        .. from type in graph.Types
           let rule = rules.Where(rule => type.IsIn(rule.Namespace)).MaxBy(rule => rule.Namespace.Length)
           where rule is not null
           from other in graph.From(type)
           where !rule.Allows(other, graph)
           orderby type.ToString(), other.ToString()
           select $"{type} uses {other}: {rule.Namespace} may use {string.Join(", ", rule.MayUse.DefaultIfEmpty("nothing"))}"
               + (rule.MustNotUse.Length > 0 ? $", not {string.Join(", ", rule.MustNotUse)}" : string.Empty),
    ];

    private bool Allows(TypeName other, TypeGraph graph)
    {
        if (!graph.IsOwn(other))
        {
            return !MustNotUse.Any(other.IsIn);
        }

        // No namespace: what the compiler makes for arrays of constants and the like.
        return other.Namespace.Length == 0 || other.IsIn(Namespace) || MayUse.Any(allowed => Permits(allowed, other, graph));
    }

    private bool Permits(string allowed, TypeName other, TypeGraph graph)
    {
        if (allowed.EndsWith(".*", StringComparison.Ordinal))
        {
            return other.IsIn(allowed[..^2]);
        }

        return allowed.Contains('.')
            ? other.IsIn(allowed)
            : other.Namespace == allowed && graph.Below(other).All(below => below.IsIn(Namespace) || MayUse.Any(one => one.Contains('.') && below.IsIn(one)));
    }
}
