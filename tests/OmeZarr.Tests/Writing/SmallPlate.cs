using OmeZarr.V05;
using Xunit;

namespace OmeZarr.Tests.Writing;

/// <summary>Wells of small images that can be told apart by their pixels.</summary>
internal static class SmallPlate
{
    /// <summary>Writes of one field: chunks and documents of arrays, and the image's group.</summary>
    public const int WritesOfField = SmallImage.Chunks + 2 + 1;

    public static Field Field(string path, int first = 1, long? acquisition = null) =>
        new(path, SmallImage.Metadata, SmallImage.Sources(first)) { Acquisition = acquisition };

    public static Field Spec(string path, long? acquisition = null) => new(path, SmallImage.Metadata, SmallImage.Specs) { Acquisition = acquisition };

    public static WellFields Well(string path, params IReadOnlyList<Field> fields) => new(path.Split('/')[0], path.Split('/')[1], fields);

    /// <summary>A well of one field with the name 0.</summary>
    public static WellFields Well(string path, int first) => Well(path, Field("0", first));

    public static Task WriteAsync(this PlateBuilder plate, string path, int first = 1, CancellationToken cancellationToken = default) =>
        plate.WriteAsync(Well(path, first), cancellationToken);

    public static Task WriteAsync(this PlateBuilder plate, WellFields well, CancellationToken cancellationToken = default) =>
        plate.WriteWellAsync(well.Row, well.Column, well.Fields, cancellationToken);

    public static PlateBuilder Add(this PlateBuilder plate, string path, params IReadOnlyList<Field> fields) =>
        plate.AddWell(path.Split('/')[0], path.Split('/')[1], fields is [] ? [Spec("0")] : fields);

    /// <summary>The metadata of a plate, after everything in it was checked: documents are valid, rows are groups, and the images that are listed can be read.</summary>
    public static async Task<PlateDef> ReadAsync(string path)
    {
        var plate = await ValidAsync<Plate>(path);
        foreach (var well in plate.Definition.Wells)
        {
            Assert.Equal("group", Node(Path.Join(path, well.Path.Split('/')[0])));
            foreach (var field in (await ValidAsync<Well>(Path.Join(path, well.Path))).Definition.Images)
            {
                await ValidAsync<Image>(Path.Join(path, well.Path, field.Path));
                await SmallImage.FirstValueAsync(Path.Join(path, well.Path, field.Path));
            }
        }

        return plate.Definition;
    }

    public static async Task<IEnumerable<string>> WellsAsync(string path) => (await ReadAsync(path)).Wells.Select(well => well.Path);

    /// <summary>The wells that the metadata lists, whatever is in them.</summary>
    public static async Task<IEnumerable<string>> ListedAsync(string path) => (await ValidAsync<Plate>(path)).Definition.Wells.Select(well => well.Path);

    /// <summary>A document without any error.</summary>
    public static async Task<T> ValidAsync<T>(string path)
    {
        var document = await OmeDocument.LoadAsync(path);
        Assert.Empty(document.Validate());
        return Assert.IsType<T>(document.Content);
    }

    private static string Node(string folder) => System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Join(folder, "zarr.json")))!["node_type"]!.GetValue<string>();
}
