using System.Text;
using System.Text.Json.Nodes;
using Zarr.Metadata;

namespace Zarr.Tests.Metadata;

/// <summary>A valid document of an array, and ways to break it.</summary>
internal static class ZarrJson
{
    internal const string Array = """
        {"zarr_format":3,"node_type":"array","shape":[3,100,200],"data_type":"uint16",
         "chunk_grid":{"name":"regular","configuration":{"chunk_shape":[1,64,64]}},
         "chunk_key_encoding":{"name":"default","configuration":{"separator":"/"}},
         "fill_value":0,
         "codecs":[{"name":"bytes","configuration":{"endian":"little"}}],
         "attributes":{},"dimension_names":["c","y","x"]}
        """;

    /// <summary>The array's document with one member replaced or added; null leaves the member out.</summary>
    internal static string With(string member, string? json)
    {
        var document = JsonNode.Parse(Array)!.AsObject();
        document.Remove(member);
        if (json is null)
        {
            return document.ToJsonString();
        }

        // By text, so that the value need not be valid JSON.
        return document.Count == 0 ? $"{{\"{member}\":{json}}}" : $"{document.ToJsonString()[..^1]},\"{member}\":{json}}}";
    }

    internal static ArrayMetadata ParseWith(string member, string? json) => Parse(With(member, json));

    internal static ArrayMetadata Parse(string json) => ArrayMetadata.Parse(Encoding.UTF8.GetBytes(json));

    internal static GroupMetadata ParseGroup(string json) => GroupMetadata.Parse(Encoding.UTF8.GetBytes(json));
}
