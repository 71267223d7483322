using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.V05.Mapping;

internal static class LabelImageJson
{
    private const string Label = ImageLabelJson.Name;

    public static LabelImage? Read(JsonCursor at)
    {
        if (at.Object() is not { } members)
        {
            return null;
        }

        var image = ImageJson.Read(members);
        var label = members.Required(Label, ImageLabelJson.Read);
        return image is null || label is null
            ? null
            : new LabelImage(image with { ExtraMembers = members.Rest() }, label);
    }

    public static void Write(Utf8JsonWriter json, LabelImage labelImage) => ImageJson.Members(json, labelImage)
        .Member(Label, labelImage.ImageLabel, ImageLabelJson.Write)
        .End(labelImage.ExtraMembers);
}
