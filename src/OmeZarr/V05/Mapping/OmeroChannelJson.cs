using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V05.Mapping;

internal static class OmeroChannelJson
{
    public const string ColorHash = "omero-color-hash";

    public static ValueList<string> Names { get; } = ["window", "label", "family", "color", "active", "inverted", "coefficient"];

    public static ValueList<string> WindowNames { get; } = ["start", "min", "end", "max"];

    public static OmeroChannel? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var channel = new OmeroChannel
        {
            Window = members.Optional("window", ReadWindow),
            Label = members.Optional("label", JsonCursor.String),
            Family = members.Optional("family", JsonCursor.String),
            Color = members.Optional("color", ReadColor),
            Active = members.Optional("active", JsonCursor.Boolean),
            Inverted = members.Optional("inverted", JsonCursor.Boolean),
            Coefficient = members.Optional("coefficient", JsonCursor.Float),
        };
        return channel with { ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, OmeroChannel channel) => new ObjectWriter(json)
        .Member("window", channel.Window, WriteWindow)
        .String("label", channel.Label)
        .String("family", channel.Family)
        .String("color", channel.Color)
        .Boolean("active", channel.Active)
        .Boolean("inverted", channel.Inverted)
        .Float("coefficient", channel.Coefficient)
        .End(channel.ExtraMembers);

    /// <summary>The model drops a leading <c>#</c>, so only the reader can see it.</summary>
    private static string? ReadColor(JsonCursor at)
    {
        var color = JsonCursor.String(at);
        if (color?.StartsWith('#') == true)
        {
            at.Report(ColorHash, Severity.Warning, $"the colour is six hexadecimal digits without #; found \"{color}\"");
        }

        return color;
    }

    private static OmeroWindow? ReadWindow(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var start = members.Required("start", JsonCursor.Float);
        var min = members.Required("min", JsonCursor.Float);
        var end = members.Required("end", JsonCursor.Float);
        var max = members.Required("max", JsonCursor.Float);
        return start is null || min is null || end is null || max is null
            ? null
            : new OmeroWindow { Start = start.Value, Min = min.Value, End = end.Value, Max = max.Value, ExtraMembers = members.Rest() };
    }

    private static void WriteWindow(Utf8JsonWriter json, OmeroWindow window) => new ObjectWriter(json)
        .Float("start", window.Start)
        .Float("min", window.Min)
        .Float("end", window.End)
        .Float("max", window.Max)
        .End(window.ExtraMembers);
}
