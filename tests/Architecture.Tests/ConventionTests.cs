using System.Reflection;
using Xunit;

namespace Architecture.Tests;

/// <summary>Habits that hold for all shipped code, read from the compiled assemblies.</summary>
public sealed class ConventionTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    // The heads of the families of exceptions; all others derive from them, or from something exact of the base class library.
    private static readonly string[] ExceptionRoots = ["ZarrException", "OmeZarrException"];
    private static readonly Type[] VagueExceptions = [typeof(Exception), typeof(SystemException), typeof(ApplicationException)];

    // Open only where a class of ours derives from it: a label image is an image.
    [Fact]
    public void Every_class_is_sealed_static_or_abstract() => RequireNone(
        from type in Shipped.Types()
        where type is { IsClass: true, IsSealed: false, IsAbstract: false } && !Shipped.Types().Any(other => Definition(other.BaseType) == type)
        select $"{type} is open for inheritance");

    [Fact]
    public void No_static_field_can_change() => RequireNone(
        from field in Fields(BindingFlags.Static)
        where field is { IsLiteral: false, IsInitOnly: false }
        select $"{field.DeclaringType}.{field.Name} is static and not readonly");

    [Fact]
    public void No_field_is_visible_but_constants() => RequireNone(
        from field in Fields(BindingFlags.Static).Concat(Fields(BindingFlags.Instance))
        where field.DeclaringType is { IsVisible: true, IsEnum: false }
        where field is { IsLiteral: false } and ({ IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true })
        select $"{field.DeclaringType}.{field.Name} is a visible field");

    [Fact]
    public void Public_methods_that_return_tasks_end_in_Async_and_take_a_CancellationToken_last() => RequireNone(
        from method in Shipped.Types().Where(IsApi).SelectMany(type => type.GetMethods(Declared))
        where method is { IsPublic: true, IsSpecialName: false } && IsAsync(method.ReturnType) && IsOwnIdea(method)
        where !method.Name.EndsWith("Async", StringComparison.Ordinal)
            || method.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken)
        select $"{method.DeclaringType}.{method.Name}");

    [Fact]
    public void Public_exceptions_belong_to_a_family() => RequireNone(
        from type in Shipped.Types()
        where type.IsVisible && typeof(Exception).IsAssignableFrom(type) && !ExceptionRoots.Contains(type.Name)
        where VagueExceptions.Contains(type.BaseType)
        select $"{type} derives from {type.BaseType!.Name}");

    private static IEnumerable<FieldInfo> Fields(BindingFlags kind) =>
        Shipped.Types().SelectMany(type => type.GetFields(kind | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => field.GetCustomAttribute<System.CodeDom.Compiler.GeneratedCodeAttribute>() is null);

    private static Type? Definition(Type? type) => type is { IsGenericType: true } ? type.GetGenericTypeDefinition() : type;

    private static bool IsApi(Type type) => type.IsVisible && !typeof(Delegate).IsAssignableFrom(type);

    private static bool IsAsync(Type type) => type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && type.GetGenericTypeDefinition() is var open
            && (open == typeof(Task<>) || open == typeof(ValueTask<>) || open == typeof(IAsyncEnumerable<>)));

    // Not one whose signature somebody else has laid down.
    private static bool IsOwnIdea(MethodInfo method) => method.Name != nameof(IAsyncDisposable.DisposeAsync)
        && Shipped.Assemblies.Contains(method.GetBaseDefinition().DeclaringType!.Assembly.GetName().Name);

    private static void RequireNone(IEnumerable<string> complaints)
    {
        var all = complaints.Order(StringComparer.Ordinal).ToArray();
        Assert.True(all.Length == 0, string.Join('\n', all));
    }
}
