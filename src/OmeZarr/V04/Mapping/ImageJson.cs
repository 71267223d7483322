using System.Text.Json;
using OmeZarr.Json;
using OmeZarr.V05.Mapping;

namespace OmeZarr.V04.Mapping;

internal static class ImageJson
{
    public static ValueList<string> Names { get; } = ["multiscales", "omero"];

    public static Image? Read(JsonCursor at) => at.Object() is { } members ? Read(members) : null;

    public static Image? Read(ObjectReader members)
    {
        var multiscales = members.Required("multiscales", JsonCursor.List(MultiscaleJson.Read));
        var omero = members.Optional("omero", OmeroJson.Read);
        return multiscales is null ? null : new Image { Multiscales = multiscales.Value, Omero = omero, ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, Image image) => Members(json, image).End(image.ExtraMembers);

    /// <summary>The object without its end, so that a label image can add to it.</summary>
    public static ObjectWriter Members(Utf8JsonWriter json, Image image) => new ObjectWriter(json)
        .List("multiscales", image.Multiscales, MultiscaleJson.Write)
        .Member("omero", image.Omero, OmeroJson.Write);
}
