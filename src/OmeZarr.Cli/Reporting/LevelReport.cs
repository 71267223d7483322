using System.Globalization;
using System.Text.Json.Nodes;
using Zarr;
using Zarr.Metadata;

namespace OmeZarr.Cli.Reporting;

/// <summary>The metadata and stored chunks of an array.</summary>
internal sealed record LevelReport(string Path, Shape Shape, DataType DataType, Shape Chunks, IReadOnlyList<string> Codecs, long? StoredChunks, long? StoredBytes)
{
    /// <summary>Position among the datasets of the image; levels that cannot be opened are left out.</summary>
    internal int Index { get; init; }

    /// <summary>Number of chunks of the array, stored or not; damaged metadata can give more than 64 bits.</summary>
    internal Int128 ChunkCount => Shape.ChunkCounts(Chunks).Aggregate((Int128)1, Multiply);

    /// <summary>The report on an array.</summary>
    /// <param name="root">The folder of the hierarchy; null if it is in a store in which counting chunks would take a request for each.</param>
    /// <param name="path">Path of the array in it.</param>
    /// <param name="array">The array.</param>
    internal static LevelReport Create(string? root, string path, ZarrArray array)
    {
        var (chunks, bytes) = root is null ? default((long?, long?)) : Stored(System.IO.Path.Join(root, path), array);
        return new LevelReport(path, array.Shape, array.DataType, array.ChunkShape, [.. array.Metadata.Codecs.Select(Describe)], chunks, bytes);
    }

    /// <summary>Counts stored chunks without a list, because there may be millions.</summary>
    private static (long? Chunks, long? Bytes) Stored(string folder, ZarrArray array)
    {
        var (chunks, bytes) = (0L, 0L);
        var directory = new DirectoryInfo(folder);
        long[] grid = [.. array.Shape.ChunkCounts(array.ChunkShape)];
        foreach (var file in directory.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            if (IsChunk(System.IO.Path.GetRelativePath(directory.FullName, file.FullName), array.Metadata.ChunkKeyEncoding.Name == "default", grid))
            {
                (chunks, bytes) = (chunks + 1, bytes + file.Length);
            }
        }

        return (chunks, bytes);
    }

    /// <summary>Whether a file can be a chunk. Either separator may be between the numbers, because some metadata of v2 declare the wrong one.</summary>
    private static bool IsChunk(string file, bool hasPrefix, long[] grid)
    {
        var parts = file.Split('/', '\\', '.');
        if (grid.Length == 0)
        {
            return file == (hasPrefix ? "c" : "0");
        }

        return (!hasPrefix || parts[0] == "c") && parts.Length == grid.Length + (hasPrefix ? 1 : 0)
            && parts.Skip(hasPrefix ? 1 : 0).Zip(grid).All(part => long.TryParse(part.First, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < part.Second);
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
