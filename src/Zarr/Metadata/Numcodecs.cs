using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zarr.Metadata;

/// <summary>
/// Translates compressors as numcodecs configures them (in Zarr v2, and under <c>numcodecs.</c> names in v3) to the codecs that read the same bytes. Settings matter to writers only, so they are read leniently:
/// a missing setting takes the default of numcodecs, levels may be strings, and a level out of range becomes the nearest valid one.
/// </summary>
internal static class Numcodecs
{
    /// <summary>What zarr-python puts before the names of numcodecs in v3.</summary>
    internal const string Prefix = "numcodecs.";

    /// <summary>The codec that reads the same bytes. An unknown compressor keeps its configuration and its name with the prefix: only a registry of codecs knows it or refuses it.</summary>
    /// <param name="id">Name of the compressor without prefix.</param>
    /// <param name="members">Its settings.</param>
    /// <param name="dataType">Data type of what it compresses, if known.</param>
    /// <exception cref="InvalidMetadataException">A setting is no integer.</exception>
    internal static NamedConfiguration Compressor(string id, JsonObject members, DataType? dataType = null) => id switch
    {
        "blosc" => new NamedConfiguration("blosc", Blosc(members, dataType)),
        "zstd" => new NamedConfiguration("zstd", Zstd(members)),
        "gzip" => new NamedConfiguration("gzip", new JsonObject { ["level"] = Integer(members, "level", 1, 0, 9) }),
        "zlib" => new NamedConfiguration("numcodecs.zlib", new JsonObject { ["level"] = Integer(members, "level", 1, -1, 9) }),
        "lz4" => new NamedConfiguration(
            "numcodecs.lz4", new JsonObject { ["acceleration"] = Integer(members, "acceleration", 1, 0, int.MaxValue) }),
        _ => new NamedConfiguration(Prefix + id, members),
    };

    private static JsonObject Blosc(JsonObject members, DataType? dataType)
    {
        var blosc = new JsonObject
        {
            ["cname"] = members["cname"]?.GetValueKind() == JsonValueKind.String ? members["cname"]!.GetValue<string>() : "lz4",
            ["clevel"] = Integer(members, "clevel", 5, 0, 9),
            ["shuffle"] = Integer(members, "shuffle", 1, -1, 2) switch
            {
                0 => "noshuffle",
                2 => "bitshuffle",
                -1 when dataType?.Size == 1 => "bitshuffle", // automatic
                _ => "shuffle",
            },
        };
        if (dataType is not null || members["typesize"] is not null)
        {
            blosc["typesize"] = Integer(members, "typesize", dataType?.Size ?? 1, 1, byte.MaxValue);
        }

        blosc["blocksize"] = Integer(members, "blocksize", 0, 0, int.MaxValue);
        return blosc;
    }

    private static JsonObject Zstd(JsonObject members) => new()
    {
        ["level"] = Integer(members, "level", 1, -131072, 22),
        ["checksum"] = members["checksum"]?.GetValueKind() == JsonValueKind.True,
    };

    private static int Integer(JsonObject members, string member, int whenMissing, int min, int max)
    {
        if (members[member] is not { } value)
        {
            return whenMissing;
        }

        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? Math.Clamp(number, min, max)
            : throw new InvalidMetadataException($"compressor: the member {member} must be an integer, found {value.ToJsonString()}");
    }
}
