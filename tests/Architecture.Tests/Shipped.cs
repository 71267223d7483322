using System.Reflection;

namespace Architecture.Tests;

/// <summary>The assemblies that users get.</summary>
internal static class Shipped
{
    /// <summary>Those that are libraries, with a public API to keep stable.</summary>
    internal static readonly string[] Libraries = ["Blosc", "Zarr", "Zarr.Azure", "Zarr.S3", "OmeZarr", "OmeZarr.Hdf5", "OmeZarr.ImageFormats", "OmeZarr.Tiff", "OmeZarr.Tiff.WebP", "OmeZarr.Viewer"];

    internal static readonly string[] Assemblies = [.. Libraries, "OmeZarr.Cli"];

    /// <summary>Names of the packages of the libraries: those of the assemblies, where nobody else has the name.</summary>
    internal static IEnumerable<string> Packages => Libraries.Select(PackageOf);

    internal static string PackageOf(string library) => library == "Blosc" ? "OmeZarr.Blosc" : library;

    internal static Assembly Load(string name) => Assembly.Load(new AssemblyName(name));

    /// <summary>All types that somebody wrote.</summary>
    internal static IEnumerable<Type> Types() => Assemblies.SelectMany(name => Load(name).GetTypes()).Where(type => !IsGenerated(type));

    internal static bool IsGenerated(Type type) => type.FullName is not { } name || name.Contains('<') || name == "Program"
        || type.Namespace is "Microsoft.CodeAnalysis" or "System.Runtime.CompilerServices" or "System.Text.RegularExpressions.Generated";
}
