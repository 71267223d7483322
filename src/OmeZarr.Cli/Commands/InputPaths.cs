namespace OmeZarr.Cli.Commands;

/// <summary>The input files; patterns with * or ? that the shell left alone (as on Windows) are expanded, in the order of their names.</summary>
internal static class InputPaths
{
    internal static IReadOnlyList<string> Expand(IEnumerable<string> inputs) => [.. inputs.SelectMany(Expand)];

    private static IEnumerable<string> Expand(string input)
    {
        var pattern = Path.GetFileName(input);
        if (!pattern.AsSpan().ContainsAny('*', '?') || File.Exists(input))
        {
            return [input];
        }

        var folder = Path.GetDirectoryName(input) is { Length: > 0 } name ? name : ".";
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, pattern) : [];
        return files.Length > 0 ? files.Order(StringComparer.Ordinal) : throw new UsageException($"{input}: no file matches");
    }
}
