using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace Guides;

/// <summary>The code of docs/guide/cluster.md.</summary>
internal static class Cluster
{
    internal static async Task RunAsync()
    {
        var image = Image.FromDimensions([Dimension.Z(2, "micrometer"), Dimension.Y(0.5, "micrometer"), Dimension.X(0.5, "micrometer")], "brain");
        var pixels = new ushort[16, 256, 256].AsSource();

        // The call that would write the image at once. Every process makes the same one.
        Task Write(WriteOptions options, CancellationToken token) => OmeWriter.WriteImageAsync("brain.ome.zarr", image, pixels, options, cancellationToken: token);
        var options = new WriteOptions { Pyramid = Pyramid.Auto, Shards = ShardShape.Auto };

        // Once: divide it, and hand the text to all workers.
        var plan = await ConversionPlan.CreateAsync(Write, options, new ConversionPlanOptions { TaskBytes = 8L << 30 });
        var json = plan.ToJson();

        // On any machine, any number of times: one task of one wave.
        await ConversionPlan.Parse(json).RunAsync(Write, wave: 0, task: 0, options);

        // Once, when all tasks are done.
        await ConversionPlan.Parse(json).FinishAsync(Write, options);
        Console.WriteLine($"{plan.Destination} was written by {plan.Waves[0].Tasks} task");
    }
}
