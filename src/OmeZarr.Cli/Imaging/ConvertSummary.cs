using System.Globalization;
using System.Text.Json.Nodes;
using OmeZarr.Cli.Output;
using Zarr;

namespace OmeZarr.Cli.Imaging;

/// <summary>What a conversion did.</summary>
internal sealed record ConvertSummary(
    string Path, string Axes, Shape Shape, DataType DataType, Shape Chunks, long BytesIn, long BytesStored, double Seconds)
{
    internal static ConvertSummary Create(ConvertRequest request, InputImage input, TimeSpan elapsed) => new(
        request.Output,
        input.Axes,
        input.Pixels.Shape,
        input.Pixels.DataType,
        request.Chunks.For(input.Pixels.Shape, input.Pixels.DataType),
        input.Pixels.Shape.ElementCount * input.Pixels.DataType.Size,
        StoredSize.OfFolder(request.Output),
        elapsed.TotalSeconds);

    /// <summary>The summary for programs.</summary>
    internal string ToJson() => new JsonObject
    {
        ["path"] = Path,
        ["axes"] = new JsonArray([.. Axes.Select(axis => JsonValue.Create(axis.ToString()))]),
        ["shape"] = new JsonArray([.. Shape.Select(length => JsonValue.Create(length))]),
        ["dataType"] = DataType.Name,
        ["chunks"] = new JsonArray([.. Chunks.Select(length => JsonValue.Create(length))]),
        ["bytesIn"] = BytesIn,
        ["bytesStored"] = BytesStored,
        ["seconds"] = Math.Round(Seconds, 3),
    }.ToJsonString(JsonOutput.Options);

    /// <summary>The summary for people: one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Path}  {Shape} {DataType} ({string.Join(", ", Axes.ToCharArray())})   {StoredSize.Text(BytesIn)} → {StoredSize.Text(BytesStored)}   {Seconds.ToString(Seconds < 0.1 ? "0.00" : "0.0", CultureInfo.InvariantCulture)} s");
}
