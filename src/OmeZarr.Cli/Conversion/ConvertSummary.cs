using System.Globalization;
using System.Text.Json.Nodes;
using OmeZarr.Cli.Reporting;
using Zarr;

namespace OmeZarr.Cli.Conversion;

/// <summary>The summary of a conversion.</summary>
internal sealed record ConvertSummary(string Path, string Description, JsonObject SummaryJson, long BytesIn, long BytesStored, double Seconds)
{
    /// <summary>The summary for programs.</summary>
    internal string ToJson()
    {
        var summary = new JsonObject { ["path"] = Path };
        foreach (var (name, value) in SummaryJson)
        {
            summary[name] = value?.DeepClone();
        }

        summary["bytesIn"] = BytesIn;
        summary["bytesStored"] = BytesStored;
        summary["seconds"] = Math.Round(Seconds, 3);
        return summary.ToJsonString(JsonOutput.Options);
    }

    /// <summary>The summary for people: one line.</summary>
    public override string ToString() =>
        $"{Path}  {Description}   {StoredSize.Text(BytesIn)} → {StoredSize.Text(BytesStored)}   {Seconds.ToString(Seconds < 0.1 ? "0.00" : "0.0", CultureInfo.InvariantCulture)} s";

    /// <summary>The description of an image for programs.</summary>
    internal static JsonObject JsonOf(ImageConversion image) => new()
    {
        ["axes"] = new JsonArray([.. image.Input.Axes.Select(axis => JsonValue.Create(axis.ToString()))]),
        ["shape"] = Json(image.Input.Pixels.Shape),
        ["dataType"] = image.Input.Pixels.DataType.Name,
        ["chunks"] = Json(image.Chunks),
        ["shards"] = image.Shards is { } shards ? Json(shards) : null,
    };

    private static JsonArray Json(Shape shape) => new([.. shape.Select(length => JsonValue.Create(length))]);
}
