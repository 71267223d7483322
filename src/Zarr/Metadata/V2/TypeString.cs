using System.Text.Json;

namespace Zarr.Metadata.V2;

/// <summary>The <c>dtype</c> of Zarr v2: byte order, kind and size as NumPy writes them, such as <c>&lt;u2</c>.</summary>
/// <param name="DataType">The type of the elements.</param>
/// <param name="IsBigEndian">Whether numbers are stored with the most significant byte first.</param>
internal readonly record struct TypeString(DataType DataType, bool IsBigEndian)
{
    /// <summary>Reads the member; the byte order of types of one byte means nothing.</summary>
    /// <exception cref="UnsupportedFeatureException">The type is no core type of v3, for example a string, a date, an object or a record.</exception>
    internal static TypeString Parse(JsonElement json)
    {
        var text = json.ValueKind switch
        {
            JsonValueKind.String => json.GetString()!,
            JsonValueKind.Array => throw Unsupported(json.Excerpt()),
            _ => throw new InvalidMetadataException($"dtype: expected a string such as \"<u2\", found {json.Excerpt()}"),
        };
        var type = text.Length > 1 ? NumpyType.Find(text[1..]) : null;
        var isKnown = type is not null && (text[0] is '<' or '>' || (text[0] == '|' && type.Size == 1));
        return isKnown ? new TypeString(type!, text[0] == '>') : throw Unsupported(JsonExcerpt.Excerpt(text));
    }

    private static UnsupportedFeatureException Unsupported(string dtype) =>
        new(dtype, $"the dtype {dtype} is not supported; booleans, integers, floating point and complex numbers are");
}
