using System.Reflection;

namespace Architecture.Tests.PublicApi;

/// <summary>The line that declares a type.</summary>
internal static class TypePrinter
{
    internal static string Head(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return $"delegate {MemberPrinter.Method(type.GetMethod("Invoke")!, TypeText.Declared(type))}";
        }

        var bases = Bases(type).ToArray();
        return $"{Kind(type)} {TypeText.Declared(type)}{(bases.Length > 0 ? " : " : string.Empty)}{string.Join(", ", bases)}";
    }

    internal static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null);

    private static string Kind(Type type)
    {
        var record = IsRecord(type) ? "record " : string.Empty;
        if (type.IsEnum)
        {
            return "enum";
        }

        if (type.IsInterface)
        {
            return "interface";
        }

        if (type.IsValueType)
        {
            var isReadOnly = type.GetCustomAttributes().Any(attribute => attribute.GetType().Name == "IsReadOnlyAttribute");
            return $"{(isReadOnly ? "readonly " : string.Empty)}{(type.IsByRefLike ? "ref " : string.Empty)}{record}struct";
        }

        var modifier = type switch { { IsAbstract: true, IsSealed: true } => "static ", { IsAbstract: true } => "abstract ", { IsSealed: true } => "sealed ", _ => "" };
        return modifier + (record.Length > 0 ? "record" : "class");
    }

    // Interfaces that come with a base type or with another interface are not repeated.
    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetUnderlyingType(type) == typeof(int) ? [] : [TypeText.Of(Enum.GetUnderlyingType(type))];
        }

        var all = type.GetInterfaces().Where(one => one.IsVisible).ToArray();
        var implied = all.SelectMany(one => one.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []);
        var interfaces = all.Except(implied).Select(TypeText.Of).Where(name => !(IsRecord(type) && name == $"IEquatable<{TypeText.Of(type)}>"));
        var isPlain = type.BaseType is null || type.BaseType == typeof(object) || type.BaseType == typeof(ValueType);
        return [.. isPlain ? Array.Empty<string>() : [TypeText.Of(type.BaseType!)], .. interfaces.Order(StringComparer.Ordinal)];
    }
}
