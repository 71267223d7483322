using System.Text.Json.Nodes;
using OmeZarr.V05;
using OmeZarr.Viewer.Stores;
using Zarr;

namespace OmeZarr.Viewer.Api;

/// <summary><c>api/image</c>: all that a page needs to show an image.</summary>
internal static class ImageApi
{
    internal static async Task<JsonObject> ImageAsync(ViewedStore store, string path, CancellationToken cancellationToken)
    {
        var tiles = await store.TilesAsync(path, cancellationToken).ConfigureAwait(false);
        var image = tiles.Image;
        var (z, t) = tiles.PlanesOf(new RenderOptions());
        var (channels, findings) = await ChannelsApi.ListAsync(tiles, cancellationToken).ConfigureAwait(false);
        return new JsonObject
        {
            ["path"] = path,
            ["name"] = NodeApi.NameOf(store, path, image),
            ["kind"] = NodeApi.KindOf(image),
            ["version"] = image.Version,
            ["dataType"] = image.Levels[0].DataType.Name,
            ["axes"] = Json.List(image.Axes.Select((axis, d) => (JsonNode?)new JsonObject
            {
                ["name"] = axis.Name,
                ["type"] = axis.Type,
                ["unit"] = axis.Unit,
                ["size"] = image.Levels[0].Shape[d],
                ["scale"] = Json.Number(image.Levels[0].PixelSize[d]),
            })),
            ["sizes"] = new JsonObject { ["x"] = tiles.Width, ["y"] = tiles.Height, ["z"] = tiles.Depth, ["c"] = tiles.ChannelCount, ["t"] = tiles.TimePoints },
            ["pixelSize"] = OfAxes(tiles.Axes, d => Json.Number(image.Levels[0].PixelSize[d]), 1),
            ["units"] = OfAxes(tiles.Axes, d => image.Axes[d].Unit is { } unit ? JsonValue.Create(unit) : null, null),
            ["levels"] = Json.List(image.Levels.Select(level => (JsonNode?)Level(level))),
            ["channels"] = channels,
            ["z"] = z ?? tiles.Depth / 2,
            ["t"] = t,
            ["others"] = Json.List(tiles.Axes.Others.Select(axis => (long)axis)),
            ["projection"] = z is null ? "max" : null,
            ["labels"] = image.Metadata is LabelImage ? new JsonArray() : await LabelsAsync(image, path, cancellationToken).ConfigureAwait(false),
            ["pyramid"] = new JsonObject { ["width"] = tiles.Width, ["height"] = tiles.Height, ["tileSize"] = tiles.TileSize, ["maxLevel"] = tiles.MaxLevel },
            ["findings"] = Json.Findings([.. image.Findings, .. findings]),
        };
    }

    private static JsonObject OfAxes(TileAxes axes, Func<int, JsonNode?> value, double? missing) => new()
    {
        ["x"] = value(axes.X),
        ["y"] = value(axes.Y),
        ["z"] = axes.Z is { } z ? value(z) : missing,
        ["t"] = axes.T is { } t ? value(t) : missing,
    };

    private static JsonObject Level(OmeImageLevel level) => new()
    {
        ["path"] = level.Path,
        ["shape"] = Json.List(level.Shape),
        ["chunks"] = Json.List(level.ZarrArray.InnerChunkShape ?? level.ZarrArray.ChunkShape),
        ["shards"] = level.ZarrArray.InnerChunkShape is null ? null : Json.List(level.ZarrArray.ChunkShape),
        ["scale"] = Json.List(level.PixelSize.Select(size => (JsonNode?)Json.Number(size))),
    };

    private static async Task<JsonArray> LabelsAsync(OmeImage image, string path, CancellationToken cancellationToken)
    {
        try
        {
            var names = await image.ListLabelsAsync(cancellationToken).ConfigureAwait(false);
            return Json.List(names.Select(name => (JsonNode?)new JsonObject { ["name"] = name, ["path"] = $"{(path.Length == 0 ? string.Empty : path + "/")}labels/{name}" }));
        }
        catch (Exception error) when (error is OmeZarrException or ZarrException and not NodeReplacedException)
        {
            return []; // the image itself can be shown; the validator says what is wrong with the list
        }
    }
}
