using System.Text.Json;
using OmeZarr.Json;
using OmeZarr.V05.Mapping;

namespace OmeZarr.V04.Mapping;

internal static class MultiscaleJson
{
    public static Multiscale? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var name = members.Optional("name", JsonCursor.String);
        var axes = members.Required("axes", JsonCursor.List(AxisJson.Read));
        var datasets = members.Required("datasets", JsonCursor.List(DatasetJson.Read));
        var transformations = members.Optional("coordinateTransformations", JsonCursor.List(TransformationJson.Read));
        var version = members.Optional(Root.Version, JsonCursor.String);
        var type = members.Optional("type", JsonCursor.String);
        var metadata = members.Optional("metadata", JsonCursor.Members);
        return axes is null || datasets is null
            ? null
            : new Multiscale
            {
                Name = name,
                Axes = axes.Value,
                Datasets = datasets.Value,
                CoordinateTransformations = transformations,
                Version = version,
                Type = type,
                Metadata = metadata,
                ExtraMembers = members.Rest(),
            };
    }

    public static void Write(Utf8JsonWriter json, Multiscale multiscale) => new ObjectWriter(json)
        .String("name", multiscale.Name)
        .List("axes", multiscale.Axes, AxisJson.Write)
        .List("datasets", multiscale.Datasets, DatasetJson.Write)
        .OptionalList("coordinateTransformations", multiscale.CoordinateTransformations, TransformationJson.Write)
        .String(Root.Version, multiscale.Version)
        .String("type", multiscale.Type)
        .Members("metadata", multiscale.Metadata)
        .End(multiscale.ExtraMembers);
}
