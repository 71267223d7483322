using System.Reflection.Metadata;

namespace PackageDocs;

/// <summary>Names of types as documentation files have them: <c>Namespace.Outer`1.Inner</c>.</summary>
internal static class TypeNames
{
    internal static string Of(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? $"{Of(reader, outer)}.{reader.GetString(type.Name)}"
            : InNamespace(reader.GetString(type.Namespace), reader.GetString(type.Name));
    }

    internal static string Of(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{Of(reader, (TypeReferenceHandle)type.ResolutionScope)}.{reader.GetString(type.Name)}"
            : InNamespace(reader.GetString(type.Namespace), reader.GetString(type.Name));
    }

    private static string InNamespace(string ns, string name) => ns.Length == 0 ? name : $"{ns}.{name}";
}
