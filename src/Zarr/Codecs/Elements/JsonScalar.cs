using System.Globalization;
using System.Text.Json;
using Zarr.Metadata;

namespace Zarr.Codecs.Elements;

/// <summary>Single elements in the configuration of a codec, which have the form of fill values.</summary>
internal static class JsonScalar
{
    /// <summary>The bytes of the element, or null if the JSON is not one. Whole numbers may have a fraction of zero and infinity a plus sign, as in the examples of the codecs.</summary>
    internal static byte[]? TryParse(string json, DataType type)
    {
        var element = new byte[type.Size];
        var value = JsonElement.Parse(type.IsInteger ? WithoutFraction(json) : json);
        var isInfinity = value.ValueKind == JsonValueKind.String && value.ValueEquals("+Infinity");
        return FillValueJson.TryRead(isInfinity ? JsonElement.Parse("\"Infinity\"") : value, type, element) ? element : null;
    }

    private static string WithoutFraction(string json) =>
        decimal.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && decimal.Truncate(number) == number
            ? decimal.Truncate(number).ToString("F0", CultureInfo.InvariantCulture)
            : json;
}
