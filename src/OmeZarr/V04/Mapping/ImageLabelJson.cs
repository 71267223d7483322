using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V04.Mapping;

/// <summary>The object has the same members in 0.5; only its version differs.</summary>
internal static class ImageLabelJson
{
    public static ImageLabel? Read(JsonCursor at) => V05.Mapping.ImageLabelJson.Read(at) is { } label ? V04Adapter.FromV05(label) : null;

    public static void Write(Utf8JsonWriter json, ImageLabel label) => V05.Mapping.ImageLabelJson.Write(json, V04Adapter.ToV05(label));
}
