namespace OmeZarr.Rules;

/// <summary>Names of nodes in a Zarr hierarchy (Zarr v3 core, "Node names").</summary>
internal static class NodeName
{
    /// <summary>The reason why a relative path cannot name a node; <see langword="null"/> if it can.</summary>
    public static string? Problem(string path) => path.Split('/').Select(PartProblem).FirstOrDefault(p => p is not null);

    /// <summary>The distinct characters that some stores or tools do not support, in order of appearance.</summary>
    public static IEnumerable<char> RiskyCharacters(string path) => path.Where(c => c != '/' && !IsSafe(c)).Distinct();

    /// <summary>The reason why a path that can name a node does not work on every store and file system; <see langword="null"/> if it does.</summary>
    public static string? Risk(string path) =>
        string.Concat(RiskyCharacters(path)) is { Length: > 0 } risky ? $"has characters that not every store can hold: {risky}"
        : path.Split('/').Select(StorableName.Problem).FirstOrDefault(problem => problem is not null) is { } problem ? $"is not a name on every system: {problem}"
        : null;

    private static string? PartProblem(string part)
    {
        if (part.Length == 0)
        {
            return "a part of it is empty";
        }

        if (part.All(c => c == '.'))
        {
            return $"\"{part}\" would leave the group";
        }

        // Stores on disk would take these for separators, or could not hold them at all.
        return part.Any(c => c == '\\' || char.IsControl(c)) ? "it has a backslash or a control character"
            : part.StartsWith("__", StringComparison.Ordinal) ? "names that begin with __ are reserved"
            : part == "zarr.json" ? "zarr.json is the metadata of a node"
            : null;
    }

    private static bool IsSafe(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}
