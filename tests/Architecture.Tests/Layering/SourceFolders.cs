using System.Text.RegularExpressions;
using System.Xml.Linq;
using TestKit;

namespace Architecture.Tests.Layering;

/// <summary>The folders of the source files of a project that declare each type, for example <c>Zarr/Model</c>. A linked file counts where the project shows it.</summary>
internal sealed partial class SourceFolders
{
    private readonly ILookup<string, string> foldersByType;

    /// <param name="project">Folder of the project in the repository, named as its assembly: <c>src/Zarr</c>.</param>
    internal SourceFolders(string project)
    {
        (Assembly, AssemblyPath) = (Path.GetFileName(project), Path.Join(AppContext.BaseDirectory, $"{Path.GetFileName(project)}.dll"));
        var root = Path.Join(SharedData.RepositoryRoot, project);
        foldersByType = Own(root).Concat(Linked(root))
            .SelectMany(file => Declared(file.Path), (file, type) => (Type: type, Folder: $"{Assembly}/{file.Folder}".TrimEnd('/')))
            .Distinct()
            .ToLookup(found => found.Type, found => found.Folder);
    }

    internal string Assembly { get; }

    internal string AssemblyPath { get; }

    internal string[] Of(TypeName type) => [.. foldersByType[type.ToString()]];

    private static IEnumerable<(string Path, string Folder)> Own(string root) =>
        from path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
        let folder = FolderOf(Path.GetRelativePath(root, path))
        where folder.Split('/')[0] is not ("bin" or "obj")
        select (path, folder);

    private static IEnumerable<(string Path, string Folder)> Linked(string root) =>
        from item in XDocument.Load(Directory.GetFiles(root, "*.csproj").Single()).Descendants("Compile")
        from file in (item.Attribute("Include")?.Value ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries)
        from path in Named(Path.Join(root, file))
        select (path, item.Attribute("LinkBase")?.Value.TrimEnd('/') ?? FolderOf(item.Attribute("Link")?.Value ?? string.Empty));

    /// <summary>The files that a project names, which may be all of a folder.</summary>
    private static string[] Named(string path) => Path.GetFileName(path) is var name && name.Contains('*', StringComparison.Ordinal) ? Directory.GetFiles(Path.GetDirectoryName(path)!, name) : [path];

    private static string FolderOf(string path) => (Path.GetDirectoryName(path) ?? string.Empty).Replace(Path.DirectorySeparatorChar, '/');

    private static IEnumerable<string> Declared(string path)
    {
        var text = File.ReadAllText(path);
        var space = Namespace().Match(text).Groups[1].Value;
        return Declaration().Matches(text).Select(match => $"{space}.{match.Groups["name"]}{ArityOf(match.Groups["parameters"].Value)}");
    }

    private static string ArityOf(string parameters) => parameters.Length == 0 ? string.Empty : $"`{parameters.Count(c => c == ',') + 1}";

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    // Without indentation: types that belong to no other.
    [GeneratedRegex(@"^(?:\w+ )*?(?:class|struct|interface|enum|record struct|record|delegate \S+) (?<name>\w+)(?:<(?<parameters>[^>]*)>)?", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
