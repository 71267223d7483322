using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zarr.Metadata.V2;

/// <summary>Reads the <c>compressor</c> of Zarr v2.</summary>
internal static class Compressors
{
    /// <summary>Reads the member; null if nothing is compressed.</summary>
    /// <exception cref="InvalidMetadataException">The member is no compressor, or a setting has a wrong value.</exception>
    internal static NamedConfiguration? Read(JsonElement? json, DataType dataType)
    {
        if (json is not { ValueKind: not JsonValueKind.Null } compressor)
        {
            return null;
        }

        var id = ReadId(compressor, "compressor", out var members);
        return Numcodecs.Compressor(id, members, dataType);
    }

    /// <summary>Reads the member <c>id</c>, by which numcodecs finds a compressor or filter, and the other members.</summary>
    internal static string ReadId(JsonElement json, string where, out JsonObject members)
    {
        members = json.ValueKind == JsonValueKind.Object ? JsonObject.Create(json)! : [];
        var id = members["id"]?.GetValueKind() == JsonValueKind.String
            ? members["id"]!.GetValue<string>()
            : throw new InvalidMetadataException($"{where}: expected an object with an id, found {json.Excerpt()}");
        members.Remove("id");
        return id;
    }
}
