using System.Globalization;
using System.Text.Json.Nodes;
using Zarr;
using Zarr.Metadata;
using Zarr.Stores;

namespace OmeZarr.Cli.Reporting;

/// <summary>The metadata and stored chunks of an array.</summary>
internal sealed record LevelReport(string Path, Shape Shape, DataType DataType, Shape Chunks, IReadOnlyList<string> Codecs, long? StoredChunks, long? StoredBytes)
{
    /// <summary>Position among the datasets of the image; levels that cannot be opened are left out.</summary>
    internal int Index { get; init; }

    /// <summary>Number of chunks of the array, stored or not; damaged metadata can give more than 64 bits.</summary>
    internal Int128 ChunkCount => Shape.ChunkCounts(Chunks).Aggregate((Int128)1, Multiply);

    /// <summary>The report on an array.</summary>
    /// <param name="root">The folder of the hierarchy; null if it is in a store. In stores but archives chunks are not counted, because that would take a request for each.</param>
    /// <param name="path">Path of the array in it.</param>
    /// <param name="array">The array.</param>
    /// <param name="cancellationToken">Stops the counting in an archive.</param>
    internal static async Task<LevelReport> CreateAsync(string? root, string path, ZarrArray array, CancellationToken cancellationToken)
    {
        var (chunks, bytes) = root is not null ? Stored(System.IO.Path.Join(root, path), array)
            : array.Store is ZipStore archive ? await StoredAsync(archive, array, cancellationToken).ConfigureAwait(false)
            : default((long?, long?));
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

    /// <summary>Counts chunks by the directory of an archive, which has the lengths, too.</summary>
    private static async Task<(long? Chunks, long? Bytes)> StoredAsync(ZipStore archive, ZarrArray array, CancellationToken cancellationToken)
    {
        var (chunks, bytes) = (0L, 0L);
        var start = array.Path.IsRoot ? 0 : array.Path.Value.Length + 1;
        long[] grid = [.. array.Shape.ChunkCounts(array.ChunkShape)];
        await foreach (var key in archive.ListAsync(array.Path, cancellationToken).ConfigureAwait(false))
        {
            if (IsChunk(key.Value[start..], array.Metadata.ChunkKeyEncoding.Name == "default", grid))
            {
                (chunks, bytes) = (chunks + 1, bytes + (await archive.GetLengthAsync(key, cancellationToken).ConfigureAwait(false) ?? 0));
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
