using System.Diagnostics;
using System.Text.Json.Nodes;
using OmeZarr;
using Zarr;

namespace Macro.Plans;

/// <summary>What the end of a plan costs: seconds for each stored value, at which it looks, and for each image, whose documents it writes.</summary>
/// <param name="OfValue">Seconds for each stored value.</param>
/// <param name="OfImage">Seconds for each image.</param>
internal sealed record FinishCosts(double OfValue, double OfImage)
{
    private const int Values = 40_000;
    private const int Images = 1_536;

    /// <summary>Ends two plans, one of many values and one of many images.</summary>
    internal static async Task<FinishCosts> MeasureAsync(string work, CancellationToken cancellationToken)
    {
        var values = PlanCase.OfImage("values", new WriteOptions { Chunks = ChunkShape.Of(1, 16, 16), Pyramid = Pyramid.None }, Values, 16, 16);
        var images = PlanCase.OfPlate("images", new WriteOptions { Pyramid = Pyramid.Auto }, fields: 1, 1, 64, 64);
        var ofValue = await TimeAsync(values, work, cancellationToken) / Values;
        var ofImages = await TimeAsync(images, work, cancellationToken);
        return new FinishCosts(ofValue, Math.Max(0, ofImages - (ofValue * Images)) / Images);
    }

    /// <summary>Seconds of the end of a plan whose hierarchy has so many values and images.</summary>
    internal double Of(double values, int images) => (OfValue * values) + (OfImage * images);

    internal JsonObject ToJson() => new() { ["what"] = "finish", ["ms_of_value"] = Math.Round(1e3 * OfValue, 4), ["ms_of_image"] = Math.Round(1e3 * OfImage, 3) };

    private static async Task<double> TimeAsync(PlanCase many, string work, CancellationToken cancellationToken)
    {
        var output = Path.Join(work, "finish.zarr");
        var write = many.WriteTo(output);
        var plan = await ConversionPlan.CreateAsync(write, many.Options, new ConversionPlanOptions { Tasks = 100, PartBytes = 1 << 20 }, cancellationToken);
        for (var task = 0; task < plan.Waves[0].Tasks; task++)
        {
            await plan.RunAsync(write, 0, task, many.Options, null, cancellationToken);
        }

        var clock = Stopwatch.StartNew();
        await plan.FinishAsync(write, many.Options, cancellationToken);
        var seconds = clock.Elapsed.TotalSeconds;
        Directory.Delete(output, recursive: true);
        return seconds;
    }
}
