namespace OmeZarr.Cli.Conversion;

/// <summary>Paths with all links resolved, for comparison.</summary>
internal static class RealPath
{
    // The limit of Linux; longer chains are circular.
    private const int MaxLinks = 40;

    /// <summary>Whether a path is a folder or inside it, after links are resolved.</summary>
    internal static bool IsWithin(string path, string folder)
    {
        var comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return (Of(path) + Path.DirectorySeparatorChar).StartsWith(Of(folder) + Path.DirectorySeparatorChar, comparison);
    }

    private static string Of(string path) => Of(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), MaxLinks);

    private static string Of(string full, int links)
    {
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        var real = Path.Join(Of(parent, links), Path.GetFileName(full));
        return links > 0 && new FileInfo(real).LinkTarget is { } target
            ? Of(Path.TrimEndingDirectorySeparator(Path.GetFullPath(target, Path.GetDirectoryName(real)!)), links - 1)
            : real;
    }
}
