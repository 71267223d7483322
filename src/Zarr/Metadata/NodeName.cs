using System.Diagnostics.CodeAnalysis;

namespace Zarr.Metadata;

/// <summary>The rules for names of arrays and groups (Zarr v3 core, section "Node names").</summary>
internal static class NodeName
{
    /// <summary>Checks a name of a node. A valid name is not empty, holds no slash, does not consist of periods only, does not begin with <c>__</c>, and is not <c>zarr.json</c>.</summary>
    /// <param name="name">The name, without the path.</param>
    /// <param name="error">The rule that the name breaks; null if the name is valid.</param>
    /// <returns>Whether the name is valid.</returns>
    public static bool TryValidate(string name, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(name);
        error = name switch
        {
            "" => "a node name cannot be empty",
            "zarr.json" => "a node cannot be called zarr.json",
            _ when name.Contains('/') => "a node name cannot contain /",
            _ when name.All(c => c == '.') => "a node name cannot consist of periods only",
            _ when name.StartsWith("__", StringComparison.Ordinal) => "names that begin with __ are reserved",
            _ => null,
        };
        return error is null;
    }

    /// <summary>Throws if a part of a path cannot be the name of a node.</summary>
    /// <exception cref="ArgumentException">The message names the part and says why.</exception>
    public static void RequireValidPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        foreach (var name in path.Split('/'))
        {
            if (path.Length > 0 && !TryValidate(name, out var error))
            {
                throw new ArgumentException($"\"{path}\" is not a valid path of a node: {error}");
            }
        }
    }
}
