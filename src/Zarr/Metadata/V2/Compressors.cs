using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zarr.Metadata.V2;

/// <summary>
/// Translates the <c>compressor</c> of Zarr v2, as numcodecs configures it, to v3. Settings matter to writers only, so they are read leniently:
/// a missing setting takes the default of numcodecs, levels may be strings, and a level out of range becomes the nearest valid one.
/// </summary>
internal static class Compressors
{
    /// <summary>Reads the member; null if nothing is compressed.</summary>
    /// <exception cref="UnsupportedFeatureException">No codec of this library reads the same bytes; the exception names the compressor.</exception>
    internal static NamedConfiguration? Read(JsonElement? json, DataType dataType)
    {
        if (json is not { ValueKind: not JsonValueKind.Null } compressor)
        {
            return null;
        }

        var id = RequireId(compressor, "compressor");
        return id switch
        {
            "blosc" => new NamedConfiguration("blosc", Blosc(compressor, dataType)),
            "zstd" => new NamedConfiguration("zstd", Zstd(compressor)),
            "gzip" => new NamedConfiguration("gzip", new JsonObject { ["level"] = Integer(compressor, "level", 1, 0, 9) }),
            "zlib" => new NamedConfiguration("numcodecs.zlib", new JsonObject { ["level"] = Integer(compressor, "level", 1, -1, 9) }),
            "lz4" => new NamedConfiguration(
                "numcodecs.lz4", new JsonObject { ["acceleration"] = Integer(compressor, "acceleration", 1, 0, int.MaxValue) }),
            _ => throw new UnsupportedFeatureException(
                id, $"the compressor \"{JsonExcerpt.Excerpt(id)}\" is not supported; there are blosc, zstd, gzip, zlib, lz4 and none"),
        };
    }

    /// <summary>The member <c>id</c> by which numcodecs finds a compressor or filter.</summary>
    internal static string RequireId(JsonElement json, string member) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString() ?? string.Empty
            : throw new InvalidMetadataException($"{member}: expected an object with an id, found {json.Excerpt()}");

    private static JsonObject Blosc(JsonElement json, DataType dataType) => new()
    {
        ["cname"] = json.TryGetProperty("cname", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : "lz4",
        ["clevel"] = Integer(json, "clevel", 5, 0, 9),
        ["shuffle"] = Integer(json, "shuffle", 1, -1, 2) switch
        {
            0 => "noshuffle",
            2 => "bitshuffle",
            -1 when dataType.Size == 1 => "bitshuffle", // automatic
            _ => "shuffle",
        },
        ["typesize"] = Integer(json, "typesize", dataType.Size, 1, byte.MaxValue),
        ["blocksize"] = Integer(json, "blocksize", 0, 0, int.MaxValue),
    };

    private static JsonObject Zstd(JsonElement json) => new()
    {
        ["level"] = Integer(json, "level", 1, -131072, 22),
        ["checksum"] = json.TryGetProperty("checksum", out var checksum) && checksum.ValueKind == JsonValueKind.True,
    };

    private static int Integer(JsonElement json, string member, int whenMissing, int min, int max)
    {
        if (!json.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return whenMissing;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? Math.Clamp(number, min, max)
            : throw new InvalidMetadataException($"compressor: the member {member} must be an integer, found {value.Excerpt()}");
    }
}
