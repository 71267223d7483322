using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V05.Mapping;

internal static class MultiscaleJson
{
    public static ValueList<string> Names { get; } = ["name", "axes", "datasets", "coordinateTransformations", "type", "metadata"];

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
        .String("type", multiscale.Type)
        .Members("metadata", multiscale.Metadata)
        .End(multiscale.ExtraMembers);
}
