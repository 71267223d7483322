using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V05.Mapping;

internal static class ImageJson
{
    public static ValueList<string> Names { get; } = ["version", "multiscales", "omero"];

    public static Image? Read(JsonCursor at) => at.Object() is { } members ? Read(members) : null;

    public static Image? Read(ObjectReader members)
    {
        var version = Documents.Version(members);
        var multiscales = members.Required("multiscales", JsonCursor.List(MultiscaleJson.Read));
        var omero = members.Optional("omero", OmeroJson.Read);
        return multiscales is null
            ? null
            : new Image { Version = version, Multiscales = multiscales.Value, Omero = omero, ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, Image image) => Members(json, image).End(image.ExtraMembers);

    /// <summary>The object without its end, so that a label image can add to it.</summary>
    public static ObjectWriter Members(Utf8JsonWriter json, Image image) => new ObjectWriter(json)
        .String("version", image.Version)
        .List("multiscales", image.Multiscales, MultiscaleJson.Write)
        .Member("omero", image.Omero, OmeroJson.Write);
}
