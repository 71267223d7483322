using System.Text.Json.Nodes;
using OmeZarr.V05;
using OmeZarr.Viewer.Messages;
using OmeZarr.Viewer.Stores;
using Zarr;

namespace OmeZarr.Viewer.Api;

/// <summary>The channels of <c>api/image</c>, and <c>api/window</c>: how channels are shown at first.</summary>
internal static class ChannelsApi
{
    private const int MostChannels = 1024;

    // Measuring a window reads a picture of the channel. The page asks for the windows of further channels when the user switches them on.
    private const int MostMeasured = 16;

    /// <summary>The channels. If the values cannot be read, their windows are a guess, and a finding says why: what can be read of the image is shown.</summary>
    internal static async Task<(JsonArray Channels, IReadOnlyList<Finding> Findings)> ListAsync(OmeTiles tiles, CancellationToken cancellationToken)
    {
        if (tiles.Image.Metadata is LabelImage)
        {
            return ([], []);
        }

        try
        {
            var shown = (await tiles.DisplaysAsync(cancellationToken: cancellationToken).ConfigureAwait(false)).ToDictionary(display => display.Channel);
            return (await ListAsync(tiles, shown, canMeasure: true, cancellationToken).ConfigureAwait(false), []);
        }
        catch (Exception error) when (error is ZarrException and not NodeReplacedException)
        {
            var finding = new Finding("pixels", Severity.Error, string.Empty, $"the display windows could not be measured: {error.Message}");
            return (await ListAsync(tiles, [], canMeasure: false, cancellationToken).ConfigureAwait(false), [finding]);
        }
    }

    internal static async Task<JsonObject> WindowAsync(ViewedStore store, Query query, CancellationToken cancellationToken)
    {
        var tiles = await store.TilesAsync(query.Text("path"), cancellationToken).ConfigureAwait(false);
        var window = await tiles.MeasureAsync((int)query.RequiredInteger("channel", int.MaxValue), cancellationToken).ConfigureAwait(false);
        return Json(window.Start, window.End, window);
    }

    private static async Task<JsonArray> ListAsync(OmeTiles tiles, Dictionary<int, ChannelDisplay> shown, bool canMeasure, CancellationToken cancellationToken)
    {
        var count = Math.Min(tiles.ChannelCount, MostChannels);
        var channels = new JsonArray();
        for (var channel = 0; channel < count; channel++)
        {
            var isPending = !HasWindow(tiles, channel) && !shown.ContainsKey(channel) && !(canMeasure && channel < MostMeasured);
            var wanted = new ChannelDisplay(channel) { Window = isPending ? Guess(tiles.Image.Levels[0].DataType) : null };
            var own = (await tiles.DisplaysAsync(new RenderOptions { Displays = [wanted] }, cancellationToken).ConfigureAwait(false))[0];

            // What is shown at first may have another colour: one channel of several in grey.
            var isActive = canMeasure ? shown.ContainsKey(channel) : channel == 0;
            channels.Add((JsonNode)await ChannelAsync(tiles, shown.GetValueOrDefault(channel, own), isActive, isPending, cancellationToken).ConfigureAwait(false));
        }

        return channels;
    }

    private static async Task<JsonObject> ChannelAsync(OmeTiles tiles, ChannelDisplay display, bool isActive, bool isPending, CancellationToken cancellationToken)
    {
        var omero = Omero(tiles, display.Channel);
        var (start, end) = display.Window ?? (0, 1);
        var isMeasured = !HasWindow(tiles, display.Channel);
        var limits = isPending ? new OmeroWindow { Min = start, Start = start, End = end, Max = end }
            : isMeasured ? await tiles.MeasureAsync(display.Channel, cancellationToken).ConfigureAwait(false)
            : omero!.Window!;
        return new JsonObject
        {
            ["index"] = display.Channel,
            ["label"] = omero?.Label is { Length: > 0 } label ? label : $"channel {display.Channel}",
            ["color"] = display.Color,
            ["active"] = isActive,
            ["inverted"] = display.IsInverted == true,
            ["window"] = Json(start, end, limits),
            ["measured"] = isMeasured,
            ["pending"] = isPending,
        };
    }

    private static JsonObject Json(double start, double end, OmeroWindow limits) => new()
    {
        ["min"] = Api.Json.Number(Math.Min(start, Finite(limits.Min, start))),
        ["max"] = Api.Json.Number(Math.Max(end, Finite(limits.Max, end))),
        ["start"] = Api.Json.Number(start),
        ["end"] = Api.Json.Number(end),
    };

    private static OmeroChannel? Omero(OmeTiles tiles, int channel) =>
        tiles.Image.Metadata.Omero is { } known && channel < known.Channels.Count ? known.Channels[channel] : null;

    private static bool HasWindow(OmeTiles tiles, int channel) =>
        Omero(tiles, channel)?.Window is { Start: var start, End: var end } && double.IsFinite(start) && double.IsFinite(end) && start < end;

    private static (double Start, double End) Guess(DataType type) => type.Name switch
    {
        "uint8" => (0, byte.MaxValue),
        "int8" => (sbyte.MinValue, sbyte.MaxValue),
        "int16" => (short.MinValue, short.MaxValue),
        "uint16" => (0, ushort.MaxValue),
        _ => (0, 1),
    };

    private static double Finite(double? value, double otherwise) => value is { } number && double.IsFinite(number) ? number : otherwise;
}
