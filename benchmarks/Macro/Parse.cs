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

    /// <summary>none, auto, isotropic, or a number of levels; then perhaps factors, such as <c>3:z=2,y=2,x=2</c>.</summary>
    internal static Pyramid Pyramid(string text, string method)
    {
        var parts = text.Split(':');
        (string Axis, int Factor)[] factors = parts.Length == 1 ? [] : [.. parts[1].Split(',').Select(part => part.Split('=')).Select(pair => (pair[0], int.Parse(pair[1], CultureInfo.InvariantCulture)))];
        return (parts[0] switch
        {
            "none" => OmeZarr.Pyramid.None,
            "auto" => OmeZarr.Pyramid.Auto,
            "isotropic" => OmeZarr.Pyramid.Isotropic,
            var levels => OmeZarr.Pyramid.Of(int.Parse(levels, CultureInfo.InvariantCulture), factors),
        }).WithMethod(method == "default" ? null : Enum.Parse<Downsampling>(method, ignoreCase: true));
    }

    internal static int[] Counts(string text) => [.. text.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];

    private static long[] Lengths(string text) => [.. text.Split(',').Select(part => long.Parse(part, CultureInfo.InvariantCulture))];
}
