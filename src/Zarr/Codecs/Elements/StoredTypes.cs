using System.Text.Json.Nodes;
using Zarr.Metadata;

namespace Zarr.Codecs.Elements;

/// <summary>The data types on both sides of a filter of numcodecs, which names them itself.</summary>
/// <param name="Elements">Data type as which the filter takes the elements of the chunk: that of the array, or another one of the same size.</param>
/// <param name="Stored">Data type of what the filter stores.</param>
internal readonly record struct StoredTypes(DataType Elements, DataType Stored)
{
    /// <summary>Fits the types of a configuration to the chunk. A type of the same size is allowed, because NumPy then takes the bytes as that type.</summary>
    /// <param name="codec">Name of the codec.</param>
    /// <param name="input">The chunk.</param>
    /// <param name="elements">Type of the elements in the configuration; null for that of the chunk.</param>
    /// <param name="stored">Type of the stored elements in the configuration; null for that of the elements.</param>
    /// <exception cref="InvalidMetadataException">The elements of the chunk have another size.</exception>
    /// <exception cref="UnsupportedFeatureException">A type is boolean or complex.</exception>
    internal static StoredTypes Of(string codec, CodecInput input, DataType? elements, DataType? stored)
    {
        var type = (elements ?? input.DataType).RequireNumber(codec);
        return input.DataType.ComponentSize == type.Size && input.DataType.Size == type.Size
            ? new StoredTypes(type, (stored ?? type).RequireNumber(codec))
            : throw new InvalidMetadataException($"codec {codec}: it is configured for elements of {type}, the array has {input.DataType} here");
    }

    /// <summary>The fill value in the stored type. zarr-python does not calculate with it, so the number stays the same.</summary>
    internal FillValue CastFill(FillValue fill) => FillValue.FromElement(NumberCasts.Convert(fill.Bytes, Elements, Stored), Stored);

    /// <summary>Members of a configuration that name data types. A type that is null is left out.</summary>
    internal static JsonObject ToJson(params ReadOnlySpan<(string Member, DataType? Type)> types)
    {
        var json = new JsonObject();
        foreach (var (member, type) in types)
        {
            if (type is not null)
            {
                json[member] = type.Name;
            }
        }

        return json;
    }
}
