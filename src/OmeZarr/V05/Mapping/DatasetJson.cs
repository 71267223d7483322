using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V05.Mapping;

internal static class DatasetJson
{
    public static ValueList<string> Names { get; } = ["path", "coordinateTransformations"];

    public static Dataset? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var path = members.Required("path", JsonCursor.String);
        var transformations = members.Required("coordinateTransformations", JsonCursor.List(TransformationJson.Read));
        return path is null || transformations is null
            ? null
            : new Dataset(path, transformations.Value) { ExtraMembers = members.Rest() };
    }

    public static void Write(Utf8JsonWriter json, Dataset dataset) => new ObjectWriter(json)
        .String("path", dataset.Path)
        .List("coordinateTransformations", dataset.CoordinateTransformations, TransformationJson.Write)
        .End(dataset.ExtraMembers);
}
