using System.Reflection;
using System.Runtime.CompilerServices;
using Architecture.Tests.PublicApi;

namespace Architecture.Tests.Packages;

/// <summary>The names in documentation files, found by reflection and without parameters: how many members of each name users see.</summary>
internal static class DocumentedNames
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    internal static string WithoutParameters(string name) => name.Split('(', '~')[0].Split("``")[0];

    internal static Dictionary<string, int> Visible(Assembly assembly) => assembly.GetExportedTypes()
        .SelectMany(type => Members(type).Prepend($"T:{NameOf(type)}")).CountBy(name => name).ToDictionary();

    /// <summary>Types, and methods that neither the compiler wrote nor an interface or a base class documents.</summary>
    internal static IEnumerable<string> MustHave(Assembly assembly) => assembly.GetExportedTypes().Where(type => !Shipped.IsGenerated(type)).SelectMany(type =>
        type.GetMethods(Declared).Where(method => method is { IsPublic: true, IsVirtual: false, IsSpecialName: false } && method.GetCustomAttribute<CompilerGeneratedAttribute>() is null)
            .Where(_ => !TypePrinter.IsRecord(type) && !typeof(Delegate).IsAssignableFrom(type))
            .Select(method => $"M:{NameOf(type)}.{method.Name}").Prepend($"T:{NameOf(type)}"));

    private static IEnumerable<string> Members(Type type) =>
    [
        .. type.GetConstructors(Declared).Where(IsVisible).Select(one => $"M:{NameOf(type)}.{one.Name.Replace('.', '#')}"),
        .. type.GetMethods(Declared).Where(IsVisible).Select(one => $"M:{NameOf(type)}.{one.Name}"),
        .. type.GetFields(Declared).Where(one => one.IsPublic || one.IsFamily || one.IsFamilyOrAssembly).Select(one => $"F:{NameOf(type)}.{one.Name}"),
        .. type.GetProperties(Declared).Where(one => one.GetAccessors(nonPublic: true).Any(IsVisible)).Select(one => $"P:{NameOf(type)}.{one.Name}"),
        .. type.GetEvents(Declared).Where(one => IsVisible(one.AddMethod!)).Select(one => $"E:{NameOf(type)}.{one.Name}"),
    ];

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');
}
