using System.Text.Json.Nodes;
using OmeZarr.Json;
using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Editing;

/// <summary>Changes names, colours and windows of channels in the JSON of an image.</summary>
internal static class ChannelEdit
{
    /// <param name="image">The JSON of the image.</param>
    /// <param name="changes">What to change.</param>
    /// <param name="count">Number of channels of the image.</param>
    /// <param name="type">Type of its pixels.</param>
    /// <exception cref="ArgumentException">The numbers of channels differ, or a colour is none.</exception>
    internal static void Apply(JsonObject image, ImageChanges changes, int count, DataType type)
    {
        Require(changes.ChannelNames?.Count, "name", count);
        Require(changes.ChannelColors?.Count, "colour", count);
        Require(changes.Windows?.Count, "window", count);
        if (image["omero"] is not JsonObject omero)
        {
            image["omero"] = omero = [];
        }

        if (omero["channels"] is not JsonArray channels)
        {
            omero["channels"] = channels = [];
        }

        while (channels.Count < count)
        {
            channels.Add((JsonNode)New(channels.Count, count, type));
        }

        for (var channel = 0; channel < count; channel++)
        {
            ApplyTo(channels[channel] as JsonObject ?? throw new ArgumentException($"channel {channel} in omero is no JSON object; mend that first"), changes, channel, type);
        }
    }

    private static void ApplyTo(JsonObject channel, ImageChanges changes, int number, DataType type)
    {
        if (changes.ChannelNames is { } names)
        {
            channel["label"] = names[number];
        }

        if (changes.ChannelColors is { } colors)
        {
            channel["color"] = new OmeroChannel { Color = colors[number] }.Color is { Length: 6 } color && color.All(char.IsAsciiHexDigit)
                ? color.ToUpperInvariant()
                : throw new ArgumentException($"\"{FindingText.Sanitize(colors[number])}\" is not a colour, which is six hexadecimal digits, such as 00FF00");
        }

        if (changes.Windows is { } windows)
        {
            var window = channel["window"] as JsonObject ?? Json(OmeroPlan.WindowOf(type));
            channel["window"] = window.DeepClone();
            (channel["window"]!["start"], channel["window"]!["end"]) = (Float(windows[number].Start), Float(windows[number].End));
        }
    }

    private static JsonObject New(int number, int count, DataType type) => new()
    {
        ["window"] = Json(OmeroPlan.WindowOf(type)),
        ["label"] = $"channel {number}",
        ["family"] = "linear",
        ["color"] = Omero.ColorOf(number, count),
        ["active"] = true,
        ["inverted"] = false,
        ["coefficient"] = 1,
    };

    private static JsonObject Json(OmeroWindow window) =>
        new() { ["start"] = Float(window.Start), ["min"] = Float(window.Min), ["end"] = Float(window.End), ["max"] = Float(window.Max) };

    private static JsonNode Float(double number) => double.IsFinite(number) ? JsonNode.Parse(JsonText.Float(number))! : throw new ArgumentException("a window has finite numbers");

    private static void Require(int? given, string noun, int count)
    {
        if (given is { } number && number != count)
        {
            throw new ArgumentException($"there {(number == 1 ? "is" : "are")} {Counted.Of(number, noun)}, and the image has {Counted.Of(count, "channel")}");
        }
    }
}
