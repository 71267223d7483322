using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Zarr;

namespace OmeZarr.Cli.Output;

/// <summary>Prints a <see cref="StoreReport"/> for people and for programs.</summary>
internal static class StoreReportText
{
    private static readonly Dictionary<string, string> UnitSymbols = new(StringComparer.Ordinal)
    {
        ["angstrom"] = "Å", ["nanometer"] = "nm", ["micrometer"] = "µm", ["millimeter"] = "mm", ["meter"] = "m",
        ["microsecond"] = "µs", ["millisecond"] = "ms", ["second"] = "s", ["minute"] = "min", ["hour"] = "h",
    };

    internal static string Lines(StoreReport report)
    {
        var text = new StringBuilder($"{report.Path}        {Title(report)}");
        if (report.Axes.Count > 0)
        {
            text.Append($"\n  axes      {string.Join(" · ", report.Axes.Select(Axis))}");
        }

        if (report.Channels.Count > 0)
        {
            text.Append($"\n  channels  {string.Join(" · ", report.Channels)}");
        }

        foreach (var (i, level) in report.Levels.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {$"level {i}",-9} {level.Shape} {level.DataType}   chunks {level.Chunks}   {Codecs(level)}   ");
            text.Append(CultureInfo.InvariantCulture, $"{level.StoredChunks} {(level.StoredChunks == 1 ? "chunk" : "chunks")}, {StoredSize.Text(level.StoredBytes)}");
        }

        return text.ToString();
    }

    internal static string Json(StoreReport report) => new JsonObject
    {
        ["path"] = report.Path,
        ["version"] = report.Version,
        ["type"] = report.Type,
        ["name"] = report.Name,
        ["axes"] = new JsonArray([.. report.Axes.Select(ToJson)]),
        ["channels"] = new JsonArray([.. report.Channels.Select(label => JsonValue.Create(label))]),
        ["levels"] = new JsonArray([.. report.Levels.Select(ToJson)]),
    }.ToJsonString(JsonOutput.Options);

    private static string Title(StoreReport report) =>
        (report.Version is { } version ? $"OME-Zarr {version} " : string.Empty) + report.Type + (report.Name is { } name ? $" \"{name}\"" : string.Empty);

    /// <summary>A channel has no size; without a unit a size is only told if it is not 1.</summary>
    private static string Axis(AxisReport axis)
    {
        if (axis.Type is "channel" || axis is { Unit: null, PixelSize: 1 })
        {
            return axis.Type is null || axis.Type == axis.Name ? axis.Name : $"{axis.Name} {axis.Type}";
        }

        var unit = axis.Unit is { } name ? " " + UnitSymbols.GetValueOrDefault(name, name) : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{axis.Name} {axis.PixelSize}{unit}");
    }

    private static string Codecs(LevelReport level)
    {
        var codecs = level.Codecs.Where(codec => codec != "bytes").ToList();
        return codecs.Count > 0 ? string.Join(" + ", codecs) : "uncompressed";
    }

    private static JsonObject ToJson(AxisReport axis) => new()
    {
        ["name"] = axis.Name, ["type"] = axis.Type, ["unit"] = axis.Unit, ["pixelSize"] = axis.PixelSize,
    };

    private static JsonObject ToJson(LevelReport level) => new()
    {
        ["path"] = level.Path,
        ["shape"] = ToJson(level.Shape),
        ["dataType"] = level.DataType.Name,
        ["chunks"] = ToJson(level.Chunks),
        ["codecs"] = new JsonArray([.. level.Codecs.Select(codec => JsonValue.Create(codec))]),
        ["storedChunks"] = level.StoredChunks,
        ["storedBytes"] = level.StoredBytes,
    };

    private static JsonArray ToJson(Shape shape) => new([.. shape.Select(length => JsonValue.Create(length))]);
}
