using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zarr.Metadata;

/// <summary>Reads and writes the members of an array's <c>zarr.json</c>.</summary>
internal static class ArrayMetadataJson
{
    /// <summary>No useful chain is longer, and each codec costs every chunk a buffer and a pass.</summary>
    internal const int MaxCodecs = 64;

    internal static ArrayMetadata Read(MetadataDocument json)
    {
        json.RequireNode("array");
        if (json.RepeatedAttributes is [var repeated, ..])
        {
            throw new InvalidMetadataException($"attributes.{repeated} is there twice; remove one of the two");
        }

        RequireNoStorageTransformers(json.Optional("storage_transformers"));
        var shape = ReadShape(json.Require("shape"), "shape");
        var dataType = ReadDataType(json.Require("data_type"));
        return new ArrayMetadata
        {
            Shape = shape,
            DataType = dataType,
            ChunkShape = ReadChunkGrid(json.Require("chunk_grid"), shape),
            ChunkKeyEncoding = ChunkKeyEncoding.Parse(ReadNamed(json.Require("chunk_key_encoding"), "chunk_key_encoding")),
            FillValue = ReadFillValue(json.Require("fill_value"), dataType),
            Codecs = ReadCodecs(json.Require("codecs"), shape.Rank),
            Attributes = json.Attributes(),
            DimensionNames = ReadDimensionNames(json.Optional("dimension_names"), shape.Rank),
            ExtraMembers = json.ExtraMembers(
                "shape", "data_type", "chunk_grid", "chunk_key_encoding", "fill_value", "codecs", "dimension_names", "storage_transformers"),
        };
    }

    internal static JsonObject Write(ArrayMetadata array)
    {
        var json = new JsonObject
        {
            ["zarr_format"] = 3,
            ["node_type"] = "array",
            ["shape"] = ToJson(array.Shape),
            ["data_type"] = array.DataType.Name,
            ["chunk_grid"] = new NamedConfiguration("regular", new JsonObject { ["chunk_shape"] = ToJson(array.ChunkShape) }).ToJson(),
            ["chunk_key_encoding"] = array.ChunkKeyEncoding.ToMetadata().ToJson(),
            ["fill_value"] = array.FillValue.ToJson(),
            ["codecs"] = new JsonArray([.. array.Codecs.Select(codec => codec.ToJson())]),
            ["attributes"] = array.Attributes.DeepClone(),
        };
        if (array.DimensionNames is { } names)
        {
            json["dimension_names"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]);
        }

        MetadataDocument.AddExtraMembers(json, array.ExtraMembers);
        return json;
    }

    internal static Shape ReadShape(JsonElement json, string member)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > Shape.MaxRank)
        {
            throw new InvalidMetadataException($"{member}: expected a list of at most {Shape.MaxRank} integers, found {json.Excerpt()}");
        }

        var lengths = new long[json.GetArrayLength()];
        for (var d = 0; d < lengths.Length; d++)
        {
            if (json[d].ValueKind != JsonValueKind.Number || !json[d].TryGetInt64(out lengths[d]) || lengths[d] < 0)
            {
                throw new InvalidMetadataException($"{member}[{d}]: expected an integer from 0 to 2^63-1, found {json[d].Excerpt()}");
            }
        }

        return Shape.Create(lengths);
    }

    internal static void RequireChunkShape(Shape chunk, Shape shape, string member)
    {
        if (chunk.Rank != shape.Rank)
        {
            throw new InvalidMetadataException($"{member} has {Counted.Of(chunk.Rank, "value")}, the shape has {shape.Rank}");
        }

        if (chunk.AsSpan().Contains(0))
        {
            throw new InvalidMetadataException($"{member} ({chunk}) has a zero; each length is at least 1");
        }
    }

    private static JsonArray ToJson(Shape shape) => new([.. shape.Select(length => JsonValue.Create(length))]);

    private static DataType ReadDataType(JsonElement json)
    {
        var name = ReadNamed(json, "data_type").Name;
        return DataType.FromName(name)
            ?? throw new UnsupportedFeatureException(name, $"data_type \"{name}\" is not supported; there are {string.Join(", ", DataType.All)}");
    }

    private static Shape ReadChunkGrid(JsonElement json, Shape shape)
    {
        var grid = ReadNamed(json, "chunk_grid");
        if (grid.Name != "regular")
        {
            throw new UnsupportedFeatureException(grid.Name, $"chunk_grid \"{grid.Name}\" is not supported; regular is");
        }

        if (grid.Configuration is null || !json.GetProperty("configuration").TryGetProperty("chunk_shape", out var lengths))
        {
            throw new InvalidMetadataException("chunk_grid: the configuration has no chunk_shape");
        }

        var chunk = ReadShape(lengths, "chunk_shape");
        RequireChunkShape(chunk, shape, "chunk_shape");
        return chunk;
    }

    /// <summary>GDAL and zarrita write null if the user gives no fill value. Null means zero, as it does in Zarr v2.</summary>
    private static FillValue ReadFillValue(JsonElement json, DataType dataType) =>
        json.ValueKind == JsonValueKind.Null ? FillValue.Zero(dataType) : FillValue.Parse(json, dataType);

    /// <summary>zarrita writes an empty list if the user gives no codecs, and then stores the elements in little endian.</summary>
    private static List<NamedConfiguration> ReadCodecs(JsonElement json, int rank) => json.ValueKind == JsonValueKind.Array
        ? json.GetArrayLength() switch
        {
            0 => [new NamedConfiguration("bytes", new JsonObject { ["endian"] = "little" })],
            <= MaxCodecs => [.. json.EnumerateArray().Select((codec, i) => TransposeOrder.Explicit(ReadNamed(codec, $"codecs[{i}]"), rank))],
            _ => throw WrongCodecs(json),
        }
        : throw WrongCodecs(json);

    private static InvalidMetadataException WrongCodecs(JsonElement json) =>
        new($"codecs: expected a list of at most {MaxCodecs} codecs, found {json.Excerpt()}");

    private static List<string?>? ReadDimensionNames(JsonElement? json, int rank)
    {
        // "dimension_names": null is forbidden, but some writers write it. It can only mean that no dimension has a name.
        if (json is not { ValueKind: not JsonValueKind.Null } names)
        {
            return null;
        }

        var valid = names.ValueKind == JsonValueKind.Array && names.GetArrayLength() == rank
            && names.EnumerateArray().All(name => name.ValueKind is JsonValueKind.String or JsonValueKind.Null);
        return valid
            ? [.. names.EnumerateArray().Select(name => name.GetString())]
            : throw new InvalidMetadataException($"dimension_names: expected a list of {rank} strings or nulls, found {names.Excerpt()}");
    }

    private static NamedConfiguration ReadNamed(JsonElement json, string member)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            return new NamedConfiguration(json.GetString()!);
        }

        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
        {
            throw new InvalidMetadataException($"{member}: expected a name, or an object with a name, found {json.ValueKind}");
        }

        if (!json.TryGetProperty("configuration", out var configuration))
        {
            return new NamedConfiguration(name.GetString()!);
        }

        return configuration.ValueKind == JsonValueKind.Object
            ? new NamedConfiguration(name.GetString()!, JsonObject.Create(configuration))
            : throw new InvalidMetadataException($"{member}: the configuration is not an object but {configuration.ValueKind}");
    }

    private static void RequireNoStorageTransformers(JsonElement? json)
    {
        if (json is { ValueKind: not JsonValueKind.Null } list && (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > 0))
        {
            throw new UnsupportedFeatureException("storage_transformers", "storage_transformers are not supported; none is defined by the specification");
        }
    }
}
