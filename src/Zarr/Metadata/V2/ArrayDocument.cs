using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zarr.Metadata.V2;

/// <summary>
/// Reads the <c>.zarray</c> of Zarr v2 (specification version 2, section "Arrays") and translates it to v3, so that no other code needs
/// two formats: the order F becomes a transpose codec, the byte order a bytes codec, filters and compressor the codecs of v3 that read the
/// same bytes, the keys the v2 chunk key encoding.
/// </summary>
internal static class ArrayDocument
{
    internal const string Name = ".zarray";

    // The convention of xarray, because v2 has no dimension names.
    private const string DimensionNames = "_ARRAY_DIMENSIONS";

    /// <summary>Reads the document.</summary>
    /// <param name="utf8">Content of the <c>.zarray</c>.</param>
    /// <param name="attributes">Content of the <c>.zattrs</c>. Every member stays an attribute, including the names of the dimensions.</param>
    /// <exception cref="InvalidMetadataException">The document is not JSON or breaks the specification; the message names the member.</exception>
    /// <exception cref="UnsupportedFeatureException">The type, the compressor or a filter is not supported; the exception names it.</exception>
    internal static ArrayMetadata Parse(ReadOnlyMemory<byte> utf8, JsonObject attributes)
    {
        var json = MetadataDocument.Parse(utf8);
        json.RequireFormat(2);
        var shape = ArrayMetadataJson.ReadShape(json.Require("shape"), "shape");
        var type = TypeString.Parse(json.Require("dtype"));
        return new ArrayMetadata
        {
            Shape = shape,
            ChunkShape = ReadChunks(json.Require("chunks"), shape),
            DataType = type.DataType,
            Codecs = [.. Codecs(json, shape.Rank, type)],
            FillValue = FillValues.Read(json.Optional("fill_value"), type.DataType),
            ChunkKeyEncoding = new ChunkKeyEncoding("v2", ReadSeparator(json.Optional("dimension_separator"))),
            Attributes = attributes,
            DimensionNames = ReadDimensionNames(attributes[DimensionNames] as JsonArray, shape.Rank),
        };
    }

    private static Shape ReadChunks(JsonElement json, Shape shape)
    {
        var chunks = ArrayMetadataJson.ReadShape(json, "chunks");
        ArrayMetadataJson.RequireChunkShape(chunks, shape, "chunks");
        return chunks;
    }

    private static IEnumerable<NamedConfiguration> Codecs(MetadataDocument json, int rank, TypeString type)
    {
        if (ReadIsColumnMajor(json.Require("order")) && rank > 1)
        {
            yield return TransposeOrder.Reversed(rank);
        }

        var filters = Filters.Read(json.Optional("filters"), type);
        foreach (var filter in filters.OfNumbers)
        {
            yield return filter;
        }

        yield return new NamedConfiguration("bytes", new JsonObject { ["endian"] = filters.Stored.IsBigEndian ? "big" : "little" });
        foreach (var filter in filters.OfBytes)
        {
            yield return filter;
        }

        if (Compressors.Read(json.Optional("compressor"), filters.Stored.DataType) is { } compressor)
        {
            yield return compressor;
        }
    }

    private static bool ReadIsColumnMajor(JsonElement json) => json.ValueKind == JsonValueKind.String && json.GetString() is "C" or "F"
        ? json.ValueEquals("F")
        : throw new InvalidMetadataException($"order: expected \"C\" or \"F\", found {json.Excerpt()}");

    private static char ReadSeparator(JsonElement? json) => json switch
    {
        null or { ValueKind: JsonValueKind.Null } => '.',
        { ValueKind: JsonValueKind.String } text when text.GetString() is "." or "/" => text.ValueEquals("/") ? '/' : '.',
        { } other => throw new InvalidMetadataException($"dimension_separator: expected \".\" or \"/\", found {other.Excerpt()}"),
    };

    /// <summary>Names that do not fit are no names: the convention is not part of the specification, so nothing is wrong with the array.</summary>
    private static List<string?>? ReadDimensionNames(JsonArray? names, int rank)
    {
        var fits = names?.Count == rank && names.All(name => name is null || name.GetValueKind() == JsonValueKind.String);
        return fits ? [.. names!.Select(name => name?.GetValue<string>())] : null;
    }
}
