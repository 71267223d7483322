namespace Architecture.Tests.Layering;

/// <summary>A type that belongs to no other: nested types, also those that the compiler makes, count as the type around them.</summary>
internal readonly record struct TypeName(string Assembly, string Namespace, string Name)
{
    public override string ToString() => $"{Namespace}.{Name}";

    /// <summary>Whether the type is in a namespace or one below it.</summary>
    internal bool IsIn(string ns) =>
        Namespace == ns || (Namespace.StartsWith(ns, StringComparison.Ordinal) && Namespace[ns.Length] == '.');
}
