using System.Text.Json.Nodes;
using OmeZarr.Acquiring.Layout;
using OmeZarr.V05;
using Zarr;
using Zarr.Codecs;
using Zarr.Metadata;

namespace OmeZarr.Acquiring.Journal;

/// <summary>The plan of an acquisition as JSON: the settings that say how frames become parts of arrays, and how images are created.</summary>
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
        ["name"] = plan.Settings.Name,
        ["dataType"] = plan.Settings.DataType.Name,
        ["littleEndian"] = BitConverter.IsLittleEndian,
        ["memoryLimit"] = plan.Settings.MemoryLimit,
        ["dimensions"] = new JsonArray([.. plan.Settings.Dimensions.Select(Write)]),
        ["storageOrder"] = Texts([.. plan.Axes.Select(axis => axis.Name)]),
        ["pyramid"] = Write(plan.Settings.Pyramid),
        ["compression"] = new JsonArray([.. plan.Settings.Compression.CodecsFor(plan.Settings.DataType).Skip(1).Select(codec => codec.ToMetadata().ToJson())]),
        ["referenceEffort"] = plan.Settings.Compression.ReferenceEffort,
        ["checksums"] = plan.Settings.Checksums,
        ["overwrite"] = plan.Settings.Overwrite,
        ["relaxedFieldNames"] = plan.Settings.Plate?.RelaxedFieldNames ?? false,
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
        catch (Exception e) when (e is InvalidOperationException or NullReferenceException or ArgumentException or OverflowException or ZarrException)
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
        Name = json["name"]?.GetValue<string>(),
        Compression = ReadCompression(json),
        Checksums = json["checksums"]!.GetValue<bool>(),
        Overwrite = json["overwrite"]!.GetValue<bool>(),
        Plate = new PlateOptions { Name = json["name"]?.GetValue<string>(), RelaxedFieldNames = json["relaxedFieldNames"]!.GetValue<bool>() },
    };

    private static JsonObject Write(AcquisitionDimension dimension) => new()
    {
        ["name"] = dimension.Name,
        ["kind"] = dimension.Kind.ToString(),
        ["length"] = dimension.Length,
        ["scale"] = dimension.Scale,
        ["unit"] = dimension.Unit,
        ["translation"] = dimension.Translation,
        ["chunk"] = dimension.Chunk,
        ["shard"] = dimension.Shard,
        ["channels"] = new JsonArray([.. dimension.Channels.Select(Write)]),
        ["positions"] = new JsonArray([.. dimension.Positions.Select(Write)]),
    };

    private static JsonObject Write(AcquisitionChannel channel) => new()
    {
        ["name"] = channel.Name,
        ["color"] = channel.Color,
        ["window"] = channel.Window is { } window ? new JsonArray(window.Start, window.End, window.Min, window.Max) : null,
    };

    private static JsonObject Write(AcquisitionPosition position) => new()
    {
        ["name"] = position.Name,
        ["row"] = position.Row,
        ["column"] = position.Column,
        ["x"] = position.X,
        ["y"] = position.Y,
        ["z"] = position.Z,
    };

    private static AcquisitionDimension ReadDimension(JsonNode json) =>
        new(json["name"]!.GetValue<string>(), Enum.Parse<AcquisitionKind>(json["kind"]!.GetValue<string>()), json["length"]?.GetValue<long>())
        {
            Scale = json["scale"]!.GetValue<double>(),
            Unit = json["unit"]?.GetValue<string>(),
            Chunk = json["chunk"]?.GetValue<long>(),
            Shard = json["shard"]?.GetValue<long>(),
            Translation = json["translation"]?.GetValue<double>(),
            Channels = [.. json["channels"]!.AsArray().Select(channel => ReadChannel(channel!))],
            Positions = [.. json["positions"]!.AsArray().Select(position => ReadPosition(position!))],
        };

    private static AcquisitionChannel ReadChannel(JsonNode json) => new(json["name"]!.GetValue<string>(), json["color"]?.GetValue<string>())
    {
        Window = json["window"] is JsonArray window
            ? new OmeroWindow { Start = window[0]!.GetValue<double>(), End = window[1]!.GetValue<double>(), Min = window[2]!.GetValue<double>(), Max = window[3]!.GetValue<double>() }
            : null,
    };

    private static AcquisitionPosition ReadPosition(JsonNode json) => new(json["name"]!.GetValue<string>(), json["row"]?.GetValue<string>(), json["column"]?.GetValue<string>())
    {
        X = json["x"]?.GetValue<double>(),
        Y = json["y"]?.GetValue<double>(),
        Z = json["z"]?.GetValue<double>(),
    };

    private static Compression ReadCompression(JsonObject json)
    {
        var codecs = json["compression"]!.AsArray().Select(codec => CodecRegistry.Default.Create(new NamedConfiguration(codec!["name"]!.GetValue<string>(), codec["configuration"]?.DeepClone().AsObject())));
        var compression = Compression.Of([.. codecs]);
        return json["referenceEffort"]!.GetValue<bool>() ? compression.WithReferenceEffort() : compression;
    }

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
