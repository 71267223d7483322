using System.Text.Json.Nodes;
using OmeZarr.Acquiring.Layout;
using Zarr;

namespace OmeZarr.Acquiring.Journal;

/// <summary>The plan of an acquisition as JSON: the settings that say how frames become parts of arrays. Reading it gives the same plan, but for the compression, which is in the arrays.</summary>
internal static class JournalPlan
{
    private const int Format = 1;

    /// <summary>The JSON of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="hierarchy">The path of the hierarchy, relative to the journal.</param>
    /// <param name="paths">Paths of the images in the hierarchy.</param>
    internal static JsonObject Write(AcquisitionPlan plan, string hierarchy, IReadOnlyList<string> paths) => new()
    {
        ["format"] = Format,
        ["hierarchy"] = hierarchy,
        ["images"] = Texts(paths),
        ["dataType"] = plan.Settings.DataType.Name,
        ["littleEndian"] = BitConverter.IsLittleEndian,
        ["memoryLimit"] = plan.Settings.MemoryLimit,
        ["dimensions"] = new JsonArray([.. plan.Settings.Dimensions.Select(Write)]),
        ["storageOrder"] = Texts([.. plan.Axes.Select(axis => axis.Name)]),
        ["pyramid"] = Write(plan.Settings.Pyramid),
    };

    /// <summary>The settings of a plan.</summary>
    /// <exception cref="FormatException">The JSON is no plan, or one of a later version.</exception>
    internal static (AcquisitionSettings Settings, IReadOnlyList<string> Paths) Read(JsonObject json)
    {
        try
        {
            return json["format"]?.GetValue<int>() == Format && json["littleEndian"]?.GetValue<bool>() == BitConverter.IsLittleEndian
                ? (ReadSettings(json), [.. json["images"]!.AsArray().Select(path => path!.GetValue<string>())])
                : throw new FormatException("it was written by a later version or on a machine with another byte order");
        }
        catch (Exception e) when (e is InvalidOperationException or NullReferenceException or ArgumentException or OverflowException)
        {
            throw new FormatException($"it is damaged: {e.Message}", e);
        }
    }

    private static AcquisitionSettings ReadSettings(JsonObject json) => new()
    {
        Dimensions = [.. json["dimensions"]!.AsArray().Select(dimension => ReadDimension(dimension!))],
        DataType = DataType.FromName(json["dataType"]!.GetValue<string>()) ?? throw new FormatException("its data type is unknown"),
        StorageOrder = [.. json["storageOrder"]!.AsArray().Select(name => name!.GetValue<string>())],
        MemoryLimit = json["memoryLimit"]!.GetValue<long>(),
        Pyramid = ReadPyramid(json["pyramid"]!),
    };

    private static JsonObject Write(AcquisitionDimension dimension) => new()
    {
        ["name"] = dimension.Name,
        ["kind"] = dimension.Kind.ToString(),
        ["length"] = dimension.Length,
        ["scale"] = dimension.Scale,
        ["unit"] = dimension.Unit,
        ["chunk"] = dimension.Chunk,
        ["shard"] = dimension.Shard,
        ["positions"] = new JsonArray([.. dimension.Positions.Select(position => new JsonObject { ["name"] = position.Name, ["row"] = position.Row, ["column"] = position.Column })]),
    };

    private static AcquisitionDimension ReadDimension(JsonNode json) =>
        new(json["name"]!.GetValue<string>(), Enum.Parse<AcquisitionKind>(json["kind"]!.GetValue<string>()), json["length"]?.GetValue<long>())
        {
            Scale = json["scale"]!.GetValue<double>(),
            Unit = json["unit"]?.GetValue<string>(),
            Chunk = json["chunk"]?.GetValue<long>(),
            Shard = json["shard"]?.GetValue<long>(),
            Positions = [.. json["positions"]!.AsArray().Select(position => new AcquisitionPosition(position!["name"]!.GetValue<string>(), position["row"]?.GetValue<string>(), position["column"]?.GetValue<string>()))],
        };

    private static JsonObject Write(Pyramid pyramid) => new()
    {
        ["rule"] = pyramid.Rule.ToString(),
        ["method"] = pyramid.Method?.ToString(),
        ["steps"] = new JsonArray([.. pyramid.Steps.Select(step => new JsonObject([.. step.Factors.Select(factor => KeyValuePair.Create(factor.Axis, (JsonNode?)factor.Factor))]))]),
    };

    private static Pyramid ReadPyramid(JsonNode json)
    {
        var method = json["method"] is { } name ? Enum.Parse<Downsampling>(name.GetValue<string>()) : (Downsampling?)null;
        var pyramid = Enum.Parse<PyramidRule>(json["rule"]!.GetValue<string>()) switch
        {
            PyramidRule.Auto => Pyramid.Auto,
            PyramidRule.Isotropic => Pyramid.Isotropic,
            _ => json["steps"]!.AsArray().Aggregate(Pyramid.None, (before, step) => before.Then(1, [.. step!.AsObject().Select(factor => (factor.Key, factor.Value!.GetValue<int>()))])),
        };
        return pyramid.WithMethod(method);
    }

    private static JsonArray Texts(IReadOnlyList<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
