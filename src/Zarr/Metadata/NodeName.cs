namespace Zarr.Metadata;

/// <summary>The rules for names of arrays and groups (Zarr v3 core, section "Node names").</summary>
public static class NodeName
{
    /// <summary>Why a name cannot be that of a node, or null if it can: not empty, no slash, not only periods, not beginning with <c>__</c>, not <c>zarr.json</c>.</summary>
    public static string? Complaint(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name switch
        {
            "" => "a node name cannot be empty",
            "zarr.json" => "a node cannot be called zarr.json",
            _ when name.Contains('/') => "a node name cannot contain /",
            _ when name.All(c => c == '.') => "a node name cannot consist of periods only",
            _ when name.StartsWith("__", StringComparison.Ordinal) => "names that begin with __ are reserved",
            _ => null,
        };
    }

    /// <summary>Throws if a part of a path cannot be the name of a node.</summary>
    /// <exception cref="ArgumentException">The message names the part and says why.</exception>
    public static void RequireValidPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        foreach (var name in path.Split('/'))
        {
            if (path.Length > 0 && Complaint(name) is { } complaint)
            {
                throw new ArgumentException($"\"{path}\" is not a valid path of a node: {complaint}");
            }
        }
    }
}
