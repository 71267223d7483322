using System.Reflection;
using System.Reflection.Metadata;

namespace PackageDocs;

/// <summary>The names in documentation files of all that an assembly shows to those who use it.</summary>
internal static class VisibleMembers
{
    private static readonly SignatureNames Names = new();

    internal static HashSet<string> Of(MetadataReader reader)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in reader.TypeDefinitions.Where(handle => IsVisible(reader, handle)))
        {
            var name = TypeNames.Of(reader, type);
            names.Add($"T:{name}");
            names.UnionWith(Members(reader, reader.GetTypeDefinition(type), name));
        }

        return names;
    }

    private static IEnumerable<string> Members(MetadataReader reader, TypeDefinition type, string name) =>
    [
        .. type.GetFields().Select(reader.GetFieldDefinition).Where(field => IsVisible((MethodAttributes)(int)field.Attributes)).Select(field => $"F:{name}.{reader.GetString(field.Name)}"),
        .. type.GetMethods().Select(reader.GetMethodDefinition).Where(method => IsVisible(method.Attributes)).Select(method => Method(reader, method, name)),
        .. type.GetProperties().Select(reader.GetPropertyDefinition).Where(property => IsVisible(reader, property.GetAccessors())).Select(property => Property(reader, property, name)),
        .. type.GetEvents().Select(reader.GetEventDefinition).Where(one => IsVisible(reader.GetMethodDefinition(one.GetAccessors().Adder).Attributes))
            .Select(one => $"E:{name}.{reader.GetString(one.Name)}"),
    ];

    private static string Method(MetadataReader reader, MethodDefinition method, string type)
    {
        var name = reader.GetString(method.Name);
        var signature = method.DecodeSignature(Names, null);
        var generic = signature.GenericParameterCount > 0 ? $"``{signature.GenericParameterCount}" : string.Empty;
        var result = name is "op_Implicit" or "op_Explicit" ? $"~{signature.ReturnType}" : string.Empty;
        return $"M:{type}.{name.Replace('.', '#')}{generic}{Parameters(signature)}{result}";
    }

    private static string Property(MetadataReader reader, PropertyDefinition property, string type) =>
        $"P:{type}.{reader.GetString(property.Name)}{Parameters(property.DecodeSignature(Names, null))}";

    private static string Parameters(MethodSignature<string> signature) =>
        signature.ParameterTypes.IsEmpty ? string.Empty : $"({string.Join(',', signature.ParameterTypes)})";

    private static bool IsVisible(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsVisible(reader, type.GetDeclaringType()),
            _ => false,
        };
    }

    private static bool IsVisible(MetadataReader reader, PropertyAccessors accessors) =>
        new[] { accessors.Getter, accessors.Setter }.Any(accessor => !accessor.IsNil && IsVisible(reader.GetMethodDefinition(accessor).Attributes));

    // Those of fields have the same values.
    private static bool IsVisible(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;
}
