using System.Globalization;
using OmeZarr;
using Zarr;

namespace Macro;

internal static class Parse
{
    internal static Shape Shape(string text) => Zarr.Shape.Create(Lengths(text));

    internal static DataType DataType(string text) => Zarr.DataType.FromName(text) ?? throw new ArgumentException($"no data type {text}");

    internal static ChunkShape Chunks(string text) => text == "auto" ? ChunkShape.Auto : ChunkShape.Of(Lengths(text));

    internal static ShardShape Shards(string text) => text switch
    {
        "none" => ShardShape.None,
        "auto" => ShardShape.Auto,
        _ => ShardShape.Of(Lengths(text)),
    };

    internal static Compression Compression(string text) => OmeZarr.Compression.FromName(text);

    internal static int[] Counts(string text) => [.. text.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];

    private static long[] Lengths(string text) => [.. text.Split(',').Select(part => long.Parse(part, CultureInfo.InvariantCulture))];
}
