using System.Text.Json.Nodes;
using Zarr;
using Zarr.Metadata;

namespace OmeZarr.Cli.Reporting;

/// <summary>The metadata and stored chunks of an array.</summary>
internal sealed record LevelReport(string Path, Shape Shape, DataType DataType, Shape Chunks, IReadOnlyList<string> Codecs, long StoredChunks, long StoredBytes)
{
    /// <summary>Number of chunks of the array, stored or not; damaged metadata can give more than 64 bits.</summary>
    internal Int128 ChunkCount => Shape.ChunkCounts(Chunks).Aggregate((Int128)1, Multiply);

    internal static LevelReport Create(string root, string path, ZarrArray array)
    {
        var (chunks, bytes) = Stored(System.IO.Path.Join(root, path));
        return new LevelReport(path, array.Shape, array.DataType, array.ChunkShape, [.. array.Metadata.Codecs.Select(Describe)], chunks, bytes);
    }

    private static string[] Documents { get; } = ["zarr.json", ".zarray", ".zattrs"];

    /// <summary>Counts stored chunks without a list, because there may be millions.</summary>
    private static (long Chunks, long Bytes) Stored(string folder)
    {
        var (chunks, bytes) = (0L, 0L);
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            if (!Documents.Contains(file.Name))
            {
                (chunks, bytes) = (chunks + 1, bytes + file.Length);
            }
        }

        return (chunks, bytes);
    }

    private static Int128 Multiply(Int128 product, long count) =>
        product > long.MaxValue && count > 0 ? Int128.MaxValue : product * count;

    private static string Describe(NamedConfiguration codec) => codec.Name switch
    {
        "blosc" => $"blosc({Value(codec, "cname")} {Value(codec, "clevel")}, {Value(codec, "shuffle")})",
        "zstd" or "gzip" => $"{codec.Name} {Value(codec, "level")}",
        "bytes" when Value(codec, "endian") is "big" => "big endian",
        "sharding_indexed" => $"inner chunks {Lengths(codec.Configuration?["chunk_shape"])}: {string.Join(" + ", InnerCodecs(codec))}",
        _ => codec.Name,
    };

    private static string Lengths(JsonNode? shape) => string.Join(" x ", (shape as JsonArray ?? []).Select(length => length?.ToString()));

    /// <summary>The codecs of inner chunks, without <c>bytes</c> unless it is the only codec.</summary>
    private static IEnumerable<string> InnerCodecs(NamedConfiguration sharding)
    {
        var codecs = (sharding.Configuration?["codecs"] as JsonArray ?? []).Select(Named).Select(Describe);
        return codecs.Where(codec => codec != "bytes").DefaultIfEmpty("uncompressed");
    }

    private static NamedConfiguration Named(JsonNode? codec) => codec is JsonObject json
        ? new NamedConfiguration(json["name"]?.ToString() ?? string.Empty, json["configuration"] as JsonObject)
        : new NamedConfiguration(codec?.ToString() ?? string.Empty);

    private static string? Value(NamedConfiguration codec, string member) => codec.Configuration?[member]?.ToString();
}
