using System.Reflection;

namespace Architecture.Tests.PublicApi;

/// <summary>
/// Types as C# writes them, with the question marks of nullable references. Types of the platform have bare names, all others their namespace,
/// so that the images of two versions of the format differ.
/// </summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(char)] = "char",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
        [typeof(void)] = "void",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
    };

    internal static string Of(NullabilityInfo info)
    {
        // Of a bare T, "T" and "T?" cannot be told apart here.
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        var canSay = type is { IsValueType: false, IsGenericParameter: false };
        var nullable = canSay && info.ReadState == NullabilityState.Nullable ? "?" : string.Empty;
        return Bare(info) + nullable;
    }

    internal static string Of(Type type) => Write(type, [.. type.GetGenericArguments().Select(Of)]);

    /// <summary>The name by which a type is declared inside of its namespace.</summary>
    internal static string Declared(Type type) => WithArguments(NameOf(type), [.. type.GetGenericArguments().Select(Of)]);

    internal static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        Enum member => $"{Of(member.GetType())}.{member}",
        _ => FormattableString.Invariant($"{value}"),
    };

    private static string Bare(NullabilityInfo info)
    {
        if (info.ElementType is { } element)
        {
            return $"{Of(element)}[{new string(',', info.Type.GetArrayRank() - 1)}]";
        }

        return Nullable.GetUnderlyingType(info.Type) is { } underlying
            ? Of(underlying) + "?"
            : Write(info.Type, [.. info.GenericTypeArguments.Select(Of)]);
    }

    private static string Write(Type type, string[] arguments)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsByRef || type.IsPointer)
        {
            return Of(type.GetElementType()!) + (type.IsPointer ? "*" : string.Empty);
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        if (type.IsGenericType && type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
        {
            return $"({string.Join(", ", arguments)})";
        }

        return WithArguments(IsOfPlatform(type) ? NameOf(type) : $"{type.Namespace}.{NameOf(type)}", arguments);
    }

    private static bool IsOfPlatform(Type type) =>
        type.IsGenericParameter || type.Namespace == "System" || type.Namespace?.StartsWith("System.", StringComparison.Ordinal) == true;

    private static string NameOf(Type type)
    {
        var name = type.Name.Split('`')[0];
        return type is { IsNested: true, IsGenericParameter: false } ? $"{NameOf(type.DeclaringType!)}.{name}" : name;
    }

    private static string WithArguments(string name, string[] arguments) => arguments.Length == 0 ? name : $"{name}<{string.Join(", ", arguments)}>";
}
