using System.Text.Json.Nodes;

namespace Stores.Integration;

/// <summary>Consolidated metadata in a folder, as zarr-python writes them into the document of a group.</summary>
internal static class CopiedMetadata
{
    private const string Name = "zarr.json";
    private const string Member = "consolidated_metadata";

    /// <summary>Copies the documents of all levels into that of the image.</summary>
    internal static async Task AddAsync(string image)
    {
        var copies = new JsonObject();
        foreach (var level in Directory.GetDirectories(image).Select(Path.GetFileName).Order(StringComparer.Ordinal))
        {
            copies[level!] = await ReadAsync(Path.Join(image, level));
        }

        var document = await ReadAsync(image);
        document[Member] = new JsonObject { ["kind"] = "inline", ["must_understand"] = false, ["metadata"] = copies };
        await WriteAsync(image, document);
    }

    /// <summary>Changes a level, but not its copy, as a writer does that knows nothing of copies.</summary>
    internal static async Task ShrinkAsync(string image, int level)
    {
        var document = await ReadAsync(Path.Join(image, $"{level}"));
        var shape = document["shape"]!.AsArray();
        shape[^1] = shape[^1]!.GetValue<long>() - 1;
        await WriteAsync(Path.Join(image, $"{level}"), document);
    }

    private static async Task<JsonObject> ReadAsync(string node) => JsonNode.Parse(await File.ReadAllTextAsync(Path.Join(node, Name)))!.AsObject();

    private static Task WriteAsync(string node, JsonObject document) => File.WriteAllTextAsync(Path.Join(node, Name), document.ToJsonString());
}
