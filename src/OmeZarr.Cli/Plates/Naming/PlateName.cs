namespace OmeZarr.Cli.Plates.Naming;

/// <summary>The name of an input file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Relative">Its path in the input folder, with forward slashes; for a file that was named itself, the path that was given.</param>
internal sealed record PlateName(string Path, string Relative)
{
    /// <summary>Name of the file without folders.</summary>
    internal string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>The names of files, relative to the input folders that they are in.</summary>
    internal static IReadOnlyList<PlateName> Of(IReadOnlyList<string> paths, IReadOnlyList<string> inputs)
    {
        var files = paths.ToHashSet(StringComparer.Ordinal); // the system is not asked about thousands of files that were named one by one
        var folders = inputs.Where(input => !files.Contains(input) && Directory.Exists(input)).Select(folder => System.IO.Path.TrimEndingDirectorySeparator(folder) + System.IO.Path.DirectorySeparatorChar).ToList();
        return [.. paths.Select(path => new PlateName(path, Slashes(RelativeTo(folders, path))))];
    }

    private static string RelativeTo(List<string> folders, string path) =>
        folders.Find(folder => path.StartsWith(folder, StringComparison.Ordinal)) is { } folder ? path[folder.Length..] : path;

    private static string Slashes(string path) =>
        System.IO.Path.DirectorySeparatorChar == '/' ? path : path.Replace(System.IO.Path.DirectorySeparatorChar, '/');
}
