using Zarr;
using Zarr.Metadata;

namespace OmeZarr.Cli.Output;

/// <summary>One array: what its metadata says, and what is stored of it.</summary>
internal sealed record LevelReport(string Path, Shape Shape, DataType DataType, Shape Chunks, IReadOnlyList<string> Codecs, long StoredChunks, long StoredBytes)
{
    internal static LevelReport Create(string root, string path, ZarrArray array)
    {
        var folder = new DirectoryInfo(System.IO.Path.Join(root, path));
        var chunks = folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Name != "zarr.json").ToList();
        return new LevelReport(
            path, array.Shape, array.DataType, array.ChunkShape, [.. array.Metadata.Codecs.Select(Describe)], chunks.Count, chunks.Sum(file => file.Length));
    }

    private static string Describe(NamedConfiguration codec) => codec.Name switch
    {
        "blosc" => $"blosc({Value(codec, "cname")} {Value(codec, "clevel")}, {Value(codec, "shuffle")})",
        "zstd" or "gzip" => $"{codec.Name} {Value(codec, "level")}",
        "bytes" when Value(codec, "endian") is "big" => "big endian",
        _ => codec.Name,
    };

    private static string? Value(NamedConfiguration codec, string member) => codec.Configuration?[member]?.ToString();
}
