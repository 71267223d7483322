using System.Text.Json.Nodes;
using System.Xml.Linq;
using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using Xunit;

namespace OmeZarr.Tests;

/// <summary>Looks at collections on disk, whose images are small images.</summary>
internal static class Collections
{
    public static XNamespace Ome { get; } = "http://www.openmicroscopy.org/Schemas/OME/2016-06";

    /// <summary>Fills both levels of a prepared small image.</summary>
    public static async Task FillAsync(PreparedArrays arrays, string series, int first)
    {
        foreach (var (level, source) in SmallImage.Sources(first).Index())
        {
            await arrays[$"{series}/{level}"].WriteAsync(source);
        }
    }

    /// <summary>Requires a valid collection of exactly these images, in this order, in the generated OME-XML too.</summary>
    public static async Task RequireAsync(string root, params (string Name, int First)[] series)
    {
        foreach (var path in new[] { "", "OME" }.Concat(series.Select(image => image.Name)))
        {
            var document = await OmeDocument.LoadAsync(Path.Join(root, path));
            Assert.Empty(document.Validate());
        }

        Assert.Equal(new Bioformats2RawRoot(), Bioformats2RawRoot.Parse(OmeOf(root, "")));
        Assert.Equal(new Series { Paths = [.. series.Select(image => image.Name)] }, Series.Parse(OmeOf(root, "OME")));
        Assert.Equal(series.Length, Xml(root).Root!.Elements(Ome + "Image").Count());
        Assert.Equal(series.Select(image => image.Name).Append("OME").Append("zarr.json").Order(StringComparer.Ordinal), Names(root).Order(StringComparer.Ordinal));
        foreach (var (name, first) in series)
        {
            Assert.Equal(first, await SmallImage.FirstValueAsync(Path.Join(root, name)));
        }
    }

    public static XDocument Xml(string root) => XDocument.Load(Path.Join(root, "OME", "METADATA.ome.xml"));

    public static JsonObject OmeOf(string root, string group) =>
        JsonNode.Parse(File.ReadAllBytes(Path.Join(root, group, "zarr.json")))!["attributes"]!["ome"]!.AsObject();

    private static IEnumerable<string> Names(string root) => Directory.EnumerateFileSystemEntries(root).Select(entry => Path.GetFileName(entry));
}
