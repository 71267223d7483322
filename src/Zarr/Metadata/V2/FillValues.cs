using System.Globalization;
using System.Text.Json;

namespace Zarr.Metadata.V2;

/// <summary>The <c>fill_value</c> of Zarr v2, which allows more than v3.</summary>
internal static class FillValues
{
    /// <summary>
    /// Reads the member. If the member is null or missing, the content of missing chunks is undefined; they are read as zero, as zarr-python does. A number may
    /// be a string (n5-zarr writes it so), whole numbers may have a fraction of zero, a number may stand for a boolean or a complex number.
    /// </summary>
    /// <exception cref="InvalidMetadataException">The JSON is not a value of this type.</exception>
    internal static FillValue Read(JsonElement? json, DataType type) => json is { ValueKind: not JsonValueKind.Null } value
        ? FillValue.Parse(InFormOfV3(WithoutQuotes(value), type.Kind), type)
        : FillValue.Zero(type);

    /// <summary>The number, if that is what the string holds. Through decimal where it fits, because double has not enough digits for 64 bits.</summary>
    private static JsonElement WithoutQuotes(JsonElement value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return !double.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number) ? value
            : decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var exact) && (double)exact == number ? JsonElement.Parse(exact.ToString(CultureInfo.InvariantCulture))
            : JsonElement.Parse(number.ToString(CultureInfo.InvariantCulture));
    }

    private static JsonElement InFormOfV3(JsonElement value, DataTypeKind kind) => (kind, value.ValueKind) switch
    {
        (DataTypeKind.Boolean, JsonValueKind.Number) => Boolean(value),
        (DataTypeKind.SignedInteger or DataTypeKind.UnsignedInteger, JsonValueKind.Number) => Integer(value),
        (DataTypeKind.Complex, JsonValueKind.Number or JsonValueKind.String) => JsonElement.Parse($"[{value.GetRawText()},0]"),
        _ => value,
    };

    private static JsonElement Boolean(JsonElement value) => Integer(value).GetRawText() switch
    {
        "0" => JsonElement.Parse("false"),
        "1" => JsonElement.Parse("true"),
        _ => value,
    };

    /// <summary>Without its fraction, if that is zero. Not through double, which has not enough digits for 64 bits.</summary>
    private static JsonElement Integer(JsonElement value)
    {
        var isWhole = decimal.TryParse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && decimal.Truncate(number) == number;
        return isWhole ? JsonElement.Parse(number.ToString("F0", CultureInfo.InvariantCulture)) : value;
    }
}
