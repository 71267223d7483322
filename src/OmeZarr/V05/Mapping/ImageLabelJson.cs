using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V05.Mapping;

internal static class ImageLabelJson
{
    public const string Name = "image-label";
    public const string Root = $"{Documents.Root}.{Name}";
    private const string LabelValue = "label-value";

    public static ValueList<string> Names { get; } = ["colors", "properties", "source", "version"];

    public static ValueList<string> ColorNames { get; } = [LabelValue, "rgba"];

    public static ValueList<string> SourceNames { get; } = ["image"];

    public static ImageLabel? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var label = new ImageLabel
        {
            Colors = members.Optional("colors", JsonCursor.List(ReadColor)),
            Properties = members.Optional("properties", JsonCursor.List(ReadProperty)),
            Source = members.Optional("source", ReadSource),
            Version = members.Optional("version", JsonCursor.String),
        };
        return label with { ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, ImageLabel label) => new ObjectWriter(json)
        .OptionalList("colors", label.Colors, WriteColor)
        .OptionalList("properties", label.Properties, WriteProperty)
        .Member("source", label.Source, WriteSource)
        .String("version", label.Version)
        .End(label.ExtraMembers);

    private static LabelColor? ReadColor(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var value = members.Required(LabelValue, JsonCursor.Integer);
        var rgba = members.Optional("rgba", JsonCursor.Integers);
        return value is null ? null : new LabelColor(value.Value) { Rgba = rgba, ExtraMembers = members.Rest() };
    }

    private static void WriteColor(Utf8JsonWriter json, LabelColor color) => new ObjectWriter(json)
        .Integer(LabelValue, color.LabelValue)
        .OptionalList("rgba", color.Rgba, (json, value) => json.WriteNumberValue(value))
        .End(color.ExtraMembers);

    private static LabelProperty? ReadProperty(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var value = members.Required(LabelValue, JsonCursor.Integer);
        return value is null ? null : new LabelProperty(value.Value, members.Rest());
    }

    private static void WriteProperty(Utf8JsonWriter json, LabelProperty property) => new ObjectWriter(json)
        .Integer(LabelValue, property.LabelValue)
        .End(property.ExtraMembers);

    private static LabelSource? ReadSource(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var image = members.Optional("image", JsonCursor.String);
        return new LabelSource { Image = image, ExtraMembers = members.Rest() };
    }

    private static void WriteSource(Utf8JsonWriter json, LabelSource source) => new ObjectWriter(json)
        .String("image", source.Image)
        .End(source.ExtraMembers);
}
