using System.Reflection;
using System.Runtime.CompilerServices;

namespace Architecture.Tests.PublicApi;

/// <summary>The lines that declare the visible members of a type. What the compiler adds to records is left out.</summary>
internal static class MemberPrinter
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly string[] OfEveryObject = ["ToString", "Equals", "GetHashCode", "Finalize"];

    internal static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [];
        }

        return [.. Lines(type).Order(StringComparer.Ordinal)];
    }

    internal static string Method(MethodInfo method, string name)
    {
        var parameters = string.Join(", ", method.GetParameters().Select(Parameter));
        return $"{Return(method.ReturnParameter)} {name}({parameters}){Constraints(method)}";
    }

    private static IEnumerable<string> Lines(Type type) =>
    [
        .. type.GetConstructors(Declared).Where(IsVisible).Where(IsWritten)
            .Select(one => $"{Access(one)}.ctor({string.Join(", ", one.GetParameters().Select(Parameter))})"),
        .. type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(Field),
        .. type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible) && property.Name != "EqualityContract")
            .Select(Property),
        .. type.GetEvents(Declared).Where(one => IsVisible(one.AddMethod!))
            .Select(one => $"{Access(one.AddMethod!)}event {TypeText.Of(one.EventHandlerType!)} {one.Name}"),
        .. type.GetMethods(Declared).Where(IsVisible).Where(IsWritten).Where(IsOfInterest)
            .Select(method => Access(method) + Method(method, NameOf(method))),
    ];

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsWritten(MethodBase method) => method.GetCustomAttribute<CompilerGeneratedAttribute>() is null && !method.Name.Contains('<');

    private static bool IsOfInterest(MethodInfo method) =>
        (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && !(OfEveryObject.Contains(method.Name) && method.GetBaseDefinition().DeclaringType == typeof(object));

    private static string Access(MethodBase method)
    {
        var access = method.IsPublic ? string.Empty : "protected ";
        if (method.IsStatic)
        {
            return access + (method.DeclaringType!.IsInterface ? "static abstract " : "static ");
        }

        if (method.DeclaringType!.IsInterface || !method.IsVirtual || method.IsFinal)
        {
            return access;
        }

        return access + (method.IsAbstract ? "abstract " : ((MethodInfo)method).GetBaseDefinition() != method ? "override " : "virtual ");
    }

    private static string Field(FieldInfo field)
    {
        var type = TypeText.Of(new NullabilityInfoContext().Create(field));
        return field.IsLiteral
            ? $"const {type} {field.Name} = {TypeText.Value(field.GetRawConstantValue())}"
            : $"{(field.IsStatic ? "static " : string.Empty)}{(field.IsInitOnly ? "readonly " : string.Empty)}{type} {field.Name}";
    }

    private static string Property(PropertyInfo property)
    {
        var accessor = property.GetAccessors(nonPublic: true).First(IsVisible);
        var index = string.Join(", ", property.GetIndexParameters().Select(Parameter));
        var name = index.Length > 0 ? $"this[{index}]" : property.Name;
        var required = property.GetCustomAttribute<RequiredMemberAttribute>() is null ? string.Empty : "required ";
        var setter = property.SetMethod is { } set && IsVisible(set) ? (IsInit(set) ? " init;" : " set;") : string.Empty;
        var getter = property.GetMethod is { } get && IsVisible(get) ? " get;" : string.Empty;
        return $"{Access(accessor)}{required}{TypeText.Of(new NullabilityInfoContext().Create(property))} {name} {{{getter}{setter} }}";
    }

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string NameOf(MethodInfo method) => method.IsGenericMethod
        ? $"{method.Name}<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>"
        : method.Name;

    private static string Return(ParameterInfo parameter) =>
        (parameter.ParameterType.IsByRef ? "ref " : string.Empty) + TypeText.Of(new NullabilityInfoContext().Create(parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var isThis = parameter.Position == 0 && parameter.Member.IsDefined(typeof(ExtensionAttribute)) ? "this " : string.Empty;
        var passing = parameter switch
        {
            { ParameterType.IsByRef: false } => parameter.GetCustomAttributes().Any(IsParams) ? "params " : string.Empty,
            { IsOut: true } => "out ",
            { IsIn: true } => "in ",
            _ => "ref ",
        };
        var fallback = parameter.HasDefaultValue ? $" = {Default(parameter)}" : string.Empty;
        return $"{isThis}{passing}{TypeText.Of(new NullabilityInfoContext().Create(parameter))} {parameter.Name}{fallback}";
    }

    private static bool IsParams(Attribute attribute) => attribute is ParamArrayAttribute or ParamCollectionAttribute;

    private static string Default(ParameterInfo parameter) =>
        parameter.RawDefaultValue is null && parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null
            ? "default"
            : TypeText.Value(parameter.ParameterType.IsEnum ? parameter.DefaultValue : parameter.RawDefaultValue);

    private static string Constraints(MethodInfo method)
    {
        var clauses = method.IsGenericMethod ? method.GetGenericArguments().Select(Constraint).Where(clause => clause.Length > 0) : [];
        return string.Concat(clauses.Select(clause => $" where {clause}"));
    }

    private static string Constraint(Type argument)
    {
        var attributes = argument.GenericParameterAttributes;
        List<string> all = [];
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (isStruct)
        {
            var isUnmanaged = argument.GetCustomAttributes().Any(attribute => attribute.GetType().Name == "IsUnmanagedAttribute");
            all.Add(isUnmanaged ? "unmanaged" : "struct");
        }
        else if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            all.Add("class");
        }

        all.AddRange(argument.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(TypeText.Of).Order(StringComparer.Ordinal));
        if (!isStruct && attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
        {
            all.Add("new()");
        }

        return all.Count == 0 ? string.Empty : $"{argument.Name} : {string.Join(", ", all)}";
    }
}
