using TestKit;

namespace OmeZarr.Tests.Writing;

/// <summary>Everything that a folder holds, so that a test can say that nothing changed.</summary>
internal static class FolderSnapshot
{
    /// <summary>All folders by name, all files with their bytes, all links with where they lead; in order.</summary>
    public static IReadOnlyList<string> Snapshot(this TemporaryFolder folder) =>
    [
        .. new DirectoryInfo(folder.Path).EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(entry => $"{Path.GetRelativePath(folder.Path, entry.FullName)} {Content(entry)}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Writes a text, making folders as needed.</summary>
    public static void Put(this TemporaryFolder folder, string file, string content = "precious")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[file])!);
        File.WriteAllText(folder[file], content);
    }

    /// <summary>The names directly in the folder.</summary>
    public static IEnumerable<string?> Names(this TemporaryFolder folder) =>
        Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private static string Content(FileSystemInfo entry) => entry switch
    {
        { LinkTarget: { } target } => $"-> {target}",
        FileInfo file => Convert.ToHexString(File.ReadAllBytes(file.FullName)),
        _ => "folder",
    };
}
