using System.Text.Json.Nodes;
using OmeZarr.V05;

namespace OmeZarr.Viewer.Api;

/// <summary>A state of neuroglancer that shows an image as we do: one layer for each channel, with its colour and window.</summary>
internal static class NeuroglancerState
{
    private const int MostChannels = 32;

    private const string Shader = "#uicontrol invlerp contrast\n#uicontrol vec3 color color\nvoid main() {\n  emitRGB(color * contrast());\n}\n";

    internal static async Task<JsonObject> OfAsync(OmeTiles tiles, string address, CancellationToken cancellationToken)
    {
        var source = $"{address}/|zarr{(tiles.Image.Group.ZarrFormat == 2 ? "2" : "3")}:";
        if (tiles.Image.Metadata is LabelImage)
        {
            return new JsonObject { ["layers"] = new JsonArray(new JsonObject { ["type"] = "segmentation", ["name"] = "labels", ["source"] = source }) };
        }

        var count = Math.Min(tiles.ChannelCount, MostChannels);
        var shown = (await tiles.DisplaysAsync(cancellationToken: cancellationToken).ConfigureAwait(false)).Select(display => display.Channel).ToHashSet();
        var displays = await tiles.DisplaysAsync(new RenderOptions { Displays = [.. Enumerable.Range(0, count).Select(channel => new ChannelDisplay(channel))] }, cancellationToken).ConfigureAwait(false);
        return new JsonObject
        {
            ["layers"] = Json.List(displays.Select(display => (JsonNode?)Layer(tiles, display, source, shown.Contains(display.Channel)))),
            ["layout"] = "xy",
        };
    }

    /// <summary>Neuroglancer gives the axis of the channels the name of the axis and an apostrophe: each layer has a position of its own along it.</summary>
    private static JsonObject Layer(OmeTiles tiles, ChannelDisplay display, string source, bool isVisible)
    {
        var omero = tiles.Image.Metadata.Omero is { } known && display.Channel < known.Channels.Count ? known.Channels[display.Channel] : null;
        var (start, end) = display.Window ?? (0, 1);
        var layer = new JsonObject
        {
            ["type"] = "image",
            ["name"] = omero?.Label is { Length: > 0 } label ? $"{display.Channel} {label}" : $"channel {display.Channel}",
            ["source"] = source,
            ["blend"] = "additive",
            ["opacity"] = 1,
            ["visible"] = isVisible,
            ["shader"] = Shader,
            ["shaderControls"] = new JsonObject
            {
                ["contrast"] = new JsonObject { ["range"] = display.IsInverted == true ? new JsonArray(Json.Number(end), Json.Number(start)) : new JsonArray(Json.Number(start), Json.Number(end)) },
                ["color"] = $"#{display.Color}",
            },
        };
        if (tiles.Axes.C is { } axis)
        {
            layer["localDimensions"] = new JsonObject { [$"{tiles.Image.Axes[axis].Name}'"] = new JsonArray(1, string.Empty) };
            layer["localPosition"] = new JsonArray(display.Channel);
        }

        return layer;
    }
}
