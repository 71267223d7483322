using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace Soak.Writers;

/// <summary>What a hierarchy on disk lists and holds.</summary>
internal static class Hierarchy
{
    /// <summary>Everything that the documents list, by its path in the hierarchy, after all of it was read and compared.</summary>
    internal static async Task<IReadOnlyDictionary<string, RandomImage>> ReadAsync(string root)
    {
        var found = new Dictionary<string, RandomImage>();
        await ReadAsync(root, string.Empty, found);
        return found;
    }

    /// <summary>Requires that exactly these are listed, and the hierarchy holds no other image.</summary>
    internal static async Task RequireAsync(string root, IEnumerable<KeyValuePair<string, RandomImage>> images)
    {
        var expected = images.ToDictionary();
        var found = await ReadAsync(root);
        DifferenceException.Require(
            found.Count == expected.Count && expected.All(pair => found.TryGetValue(pair.Key, out var image) && image == pair.Value),
            $"{root} lists {string.Join(", ", found)}; expected {string.Join(", ", expected)}");
        RequireNoOtherGroups(root, expected.Keys);
        var stored = Directory.EnumerateFiles(root, "zarr.json", SearchOption.AllDirectories).Where(IsImage).Select(file => Path.GetRelativePath(root, Path.GetDirectoryName(file)!));
        DifferenceException.Require(
            stored.Select(path => path == "." ? string.Empty : path).ToHashSet().SetEquals(expected.Keys), $"{root} holds images that are not listed");
    }

    /// <summary>Requires that nothing half-written is in a folder.</summary>
    internal static void RequireNothingUnfinished(string folder)
    {
        var unfinished = Unfinished(folder);
        DifferenceException.Require(unfinished.Count == 0, $"left behind: {string.Join(", ", unfinished)}");
    }

    /// <summary>All folders and files below a folder that are half-written, or set aside.</summary>
    internal static IReadOnlyList<string> Unfinished(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Where(entry => Path.GetExtension(entry) is ".partial" or ".replaced")];

    // Rows, wells and groups of labels lie on the way to images; nothing else does, but the group OME of a collection.
    private static void RequireNoOtherGroups(string root, IEnumerable<string> images)
    {
        var onTheWay = images.SelectMany(path => path.Split('/').Select((_, i) => string.Join('/', path.Split('/').Take(i + 1)))).Append(".").Append("OME").ToHashSet();
        var others = Directory.EnumerateFiles(root, "zarr.json", SearchOption.AllDirectories).Where(IsGroup)
            .Select(file => Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '/')).Where(path => !onTheWay.Contains(path));
        DifferenceException.Require(!others.Any(), $"{root} holds groups that lead nowhere: {string.Join(", ", others)}");
    }

    private static bool IsGroup(string file) => (string?)System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllBytes(file))!["node_type"] == "group";

    private static async Task ReadAsync(string root, string path, Dictionary<string, RandomImage> found)
    {
        var folder = Path.Join(root, path);
        var document = await OmeDocument.LoadAsync(folder);
        DifferenceException.Require(document.Validate() is [], $"{folder}: {string.Join("; ", document.Validate())}");
        foreach (var child in document.Content switch
        {
            Plate plate => plate.Definition.Wells.Select(well => well.Path),
            Well well => well.Definition.Images.Select(image => image.Path),
            LabelsGroup labels => labels.Labels,
            Bioformats2RawRoot => Series.Parse((await ZarrGroup.OpenAsync(Path.Join(folder, "OME"))).Attributes["ome"]!.AsObject()).Paths,
            Image when Directory.Exists(Path.Join(folder, "labels")) => ["labels"],
            _ => [],
        })
        {
            await ReadAsync(root, Join(path, child), found);
        }

        if (document.Content is Image)
        {
            found.Add(path, await RandomImage.RequireWholeAsync(folder));
        }
    }

    private static string Join(string path, string child) => path.Length == 0 ? child : $"{path}/{child}";

    private static bool IsImage(string file) => File.ReadAllText(file).Contains("\"multiscales\"", StringComparison.Ordinal);
}
