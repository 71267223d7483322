using System.Reflection;

namespace Architecture.Tests.PublicApi;

/// <summary>Types as C# writes them, with the question marks of nullable references.</summary>
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

    internal static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        Enum member => $"{member.GetType().Name}.{member}",
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

        var name = type.Name.Split('`')[0];
        var nested = type is { IsNested: true, IsGenericParameter: false } ? $"{type.DeclaringType!.Name.Split('`')[0]}.{name}" : name;
        return arguments.Length == 0 ? nested : $"{nested}<{string.Join(", ", arguments)}>";
    }
}
