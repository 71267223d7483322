using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Viewer.Tests;

/// <summary>Large hierarchies that take little memory: all chunks, and all wells, have the same values.</summary>
internal static partial class LargeStores
{
    internal const int Width = 60_000;
    internal const int Height = 40_000;
    internal const int Rows = 32;
    internal const int Columns = 48;

    private const string Name = "large.ome.zarr";
    private const string Document = "zarr.json";
    private const int Chunk = 1024;

    internal static StoreLocation LocationOf(AliasStore store) => StoreLocation.In(store, new StorePrefix(Name));

    /// <summary>An image of 60,000 x 40,000 pixels of 16 bits, with or without small levels, in chunks of 1,024 x 1,024.</summary>
    internal static async Task<AliasStore> ImageAsync(bool hasLevels, bool hasWindow)
    {
        var store = new MemoryStore();
        var omero = new Omero { Channels = [new OmeroChannel { Label = "cells", Color = "FFFFFF", Active = true, Window = new OmeroWindow { Min = 0, Start = 0, End = 2000, Max = 65535 } }] };
        var image = Image.FromDimensions([new Dimension("y", 0.5, "micrometer"), new Dimension("x", 0.5, "micrometer")], "large") with { Omero = hasWindow ? omero : null };
        await OmeWriter.WriteImageAsync(StoreLocation.In(store, new StorePrefix(Name)), image, Pattern(), new WriteOptions { Chunks = ChunkShape.Of(Chunk, Chunk) }, cancellationToken: Cancel);
        var (root, level) = (await ReadAsync(store, Document), await ReadAsync(store, $"0/{Document}"));
        var datasets = root["attributes"]!["ome"]!["multiscales"]![0]!["datasets"]!.AsArray();
        var first = datasets[0]!.DeepClone();
        datasets.Clear();
        for (var (i, width, height) = (0, Width, Height); i == 0 || (hasLevels && Math.Max(width, height) > 256); (i, width, height) = (i + 1, (width + 1) / 2, (height + 1) / 2))
        {
            var dataset = first.DeepClone();
            dataset["path"] = $"{i}";
            dataset["coordinateTransformations"]![0]!["scale"] = new JsonArray(0.5 * (1 << i), 0.5 * (1 << i));
            datasets.Add(dataset);
            level["shape"] = new JsonArray(height, width);
            await WriteAsync(store, $"{i}/{Document}", level);
        }

        await WriteAsync(store, Document, root);
        return new AliasStore(store, key => ChunkKey().Replace(key, "/0/c/0/0"));
    }

    /// <summary>A plate of 32 rows and 48 columns, all of which are filled.</summary>
    internal static async Task<AliasStore> PlateAsync()
    {
        var store = new MemoryStore();
        var image = Image.FromDimensions([new Dimension("y"), new Dimension("x")], "field");
        await OmeWriter.WritePlateAsync(StoreLocation.In(store, new StorePrefix(Name)), [new WellFields("A", "1", new Field("0", image, Pattern()))], cancellationToken: Cancel);
        var root = await ReadAsync(store, Document);
        var plate = root["attributes"]!["ome"]!["plate"]!;
        plate["rows"] = new JsonArray([.. Enumerable.Range(0, Rows).Select(row => new JsonObject { ["name"] = RowName(row) })]);
        plate["columns"] = new JsonArray([.. Enumerable.Range(0, Columns).Select(column => new JsonObject { ["name"] = $"{column + 1}" })]);
        plate["wells"] = new JsonArray([.. from row in Enumerable.Range(0, Rows) from column in Enumerable.Range(0, Columns)
                                           select (JsonNode)new JsonObject { ["path"] = $"{RowName(row)}/{column + 1}", ["rowIndex"] = row, ["columnIndex"] = column }]);
        await WriteAsync(store, Document, root);
        return new AliasStore(store, key => WellKey().Replace(key, "/A/1/"));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string RowName(int row) => row < 26 ? $"{(char)('A' + row)}" : $"A{(char)('A' + row - 26)}";

    [GeneratedRegex("/[0-9]+/c/[0-9]+/[0-9]+$")]
    private static partial Regex ChunkKey();

    [GeneratedRegex("/[A-Z]+/[0-9]+/")]
    private static partial Regex WellKey();

    private static IArraySource Pattern()
    {
        var pixels = new ushort[Chunk, Chunk];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i / Chunk, i % Chunk] = (ushort)((i / Chunk) + (i % Chunk));
        }

        return pixels.AsSource();
    }

    private static async Task<JsonNode> ReadAsync(MemoryStore store, string path)
    {
        using var bytes = await store.GetAsync(new StorePrefix(Name).Key(path), Cancel);
        return JsonNode.Parse(bytes!.Memory.Span)!;
    }

    private static ValueTask WriteAsync(MemoryStore store, string path, JsonNode json) => store.SetAsync(new StorePrefix(Name).Key(path), System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()), Cancel);
}
