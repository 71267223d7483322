using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V05.Mapping;

internal static class OmeroJson
{
    public static ValueList<string> Names { get; } = ["channels", "id", "name", "version", "rdefs"];

    public static ValueList<string> RenderingNames { get; } = ["model", "defaultT", "defaultZ", "projection"];

    public static Omero? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var channels = members.Required("channels", JsonCursor.List(OmeroChannelJson.Read));
        var id = members.Optional("id", JsonCursor.Integer);
        var name = members.Optional("name", JsonCursor.String);
        var version = members.Optional("version", JsonCursor.String);
        var rdefs = members.Optional("rdefs", ReadRendering);
        return channels is null
            ? null
            : new Omero
            {
                Channels = channels.Value,
                Id = id,
                Name = name,
                Version = version,
                Rdefs = rdefs,
                ExtraMembers = members.Rest(),
            };
    }

    public static void Write(Utf8JsonWriter json, Omero omero) => new ObjectWriter(json)
        .List("channels", omero.Channels, OmeroChannelJson.Write)
        .Integer("id", omero.Id)
        .String("name", omero.Name)
        .String("version", omero.Version)
        .Member("rdefs", omero.Rdefs, WriteRendering)
        .End(omero.ExtraMembers);

    private static OmeroRenderingDefs? ReadRendering(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var rdefs = new OmeroRenderingDefs
        {
            Model = members.Optional("model", JsonCursor.String),
            DefaultT = members.Optional("defaultT", JsonCursor.Integer),
            DefaultZ = members.Optional("defaultZ", JsonCursor.Integer),
            Projection = members.Optional("projection", JsonCursor.String),
        };
        return rdefs with { ExtraMembers = members.Rest() };
    }

    private static void WriteRendering(Utf8JsonWriter json, OmeroRenderingDefs rdefs) => new ObjectWriter(json)
        .String("model", rdefs.Model)
        .Integer("defaultT", rdefs.DefaultT)
        .Integer("defaultZ", rdefs.DefaultZ)
        .String("projection", rdefs.Projection)
        .End(rdefs.ExtraMembers);
}
