using OmeZarr;
using OmeZarr.Tiff;
using OmeZarr.V05;

namespace ClusterOrleans;

/// <summary>The conversion that is divided. Every process makes the same call of <see cref="OmeWriter"/>.</summary>
/// <param name="Input">A TIFF file that all machines see.</param>
/// <param name="Output">The image to be written, a path or an address that all machines reach.</param>
internal sealed record Conversion(string Input, string Output)
{
    /// <summary>A chunk for each plane.</summary>
    internal WriteOptions OptionsFor(TiffImage tiff) => new() { Chunks = ChunkShape.Of([.. tiff.Shape.Select((length, axis) => axis < tiff.Shape.Rank - 2 ? 1 : length)]), Pyramid = Pyramid.Auto };

    internal async Task<ConversionPlan> PlanAsync(int tasks)
    {
        using var tiff = TiffImage.Open(Input);
        return await ConversionPlan.CreateAsync(CallFor(tiff), OptionsFor(tiff), new ConversionPlanOptions { Tasks = tasks });
    }

    /// <summary>Runs a task.</summary>
    /// <returns>The number of parts that were written: 0 if somebody has done it before.</returns>
    internal async Task<int> RunAsync(string plan, int wave, int task)
    {
        using var tiff = TiffImage.Open(Input);
        return await ConversionPlan.Parse(plan).RunAsync(CallFor(tiff), wave, task, OptionsFor(tiff));
    }

    internal async Task FinishAsync(string plan)
    {
        using var tiff = TiffImage.Open(Input);
        await ConversionPlan.Parse(plan).FinishAsync(CallFor(tiff), OptionsFor(tiff));
    }

    private Func<WriteOptions, CancellationToken, Task> CallFor(TiffImage tiff)
    {
        var dimensions = tiff.AxisNames.Select((axis, d) => new Dimension(axis.ToString(), tiff.PixelSizes[d]?.Value ?? 1, tiff.PixelSizes[d]?.Unit));
        var image = Image.FromDimensions([.. dimensions]);
        return (options, token) => OmeWriter.WriteImageAsync(Output, image, tiff, options, cancellationToken: token);
    }
}
