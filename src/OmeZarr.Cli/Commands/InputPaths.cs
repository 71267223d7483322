namespace OmeZarr.Cli.Commands;

/// <summary>The paths of a conversion. In inputs, patterns with * or ? that the shell left alone (as on Windows) are expanded, in the order of their names.</summary>
internal static class InputPaths
{
    internal static IReadOnlyList<string> Expand(IEnumerable<string> inputs) => [.. inputs.SelectMany(Expand)];

    internal static string RequireOutput(string output) =>
        string.IsNullOrWhiteSpace(output) ? throw new UsageException("OUTPUT is empty; give the folder to be made") : output;

    private static IEnumerable<string> Expand(string input)
    {
        if (string.IsNullOrWhiteSpace(input))
        {
            throw new UsageException("an INPUT is empty; give a TIFF file");
        }

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
