using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Xunit;

namespace Architecture.Tests.Packages;

/// <summary>An unpacked package.</summary>
internal sealed class Package
{
    private const string Variable = "OMEZARR_PACKAGES";

    private readonly XElement metadata;

    private Package(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        var all = zip.Entries.ToDictionary(entry => entry.FullName, Read);
        metadata = XDocument.Parse(TextOf(all.Single(file => file.Key.EndsWith(".nuspec", StringComparison.Ordinal)).Value)).Root!.Elements().Single();
        Files = all.Where(file => !IsOfFormat(file.Key)).ToDictionary();
    }

    internal string Id => Tell("id");

    /// <summary>What was put into it, without what the format of packages itself needs.</summary>
    internal IReadOnlyDictionary<string, byte[]> Files { get; }

    internal XElement Repository => metadata.Elements().Single(element => element.Name.LocalName == "repository");

    internal static IReadOnlyList<Package> All()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"{Variable} is not set: run build/pack and name its folder, as .ci/run does");
        return [.. Directory.GetFiles(folder!, "*.nupkg").Order(StringComparer.Ordinal).Select(path => new Package(path))];
    }

    internal static Package Of(string id) => All().Single(package => package.Id == id);

    internal string Tell(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value ?? string.Empty;

    internal string Text(string file) => TextOf(Files[file]);

    private static string TextOf(byte[] content)
    {
        using var reader = new StreamReader(new MemoryStream(content), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static bool IsOfFormat(string file) =>
        file is "[Content_Types].xml" || file.StartsWith("_rels/", StringComparison.Ordinal) || file.StartsWith("package/", StringComparison.Ordinal) || file.EndsWith(".nuspec", StringComparison.Ordinal);

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }
}
