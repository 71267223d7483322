using System.Text.Json.Nodes;
using OmeZarr;
using TestKit;
using Zarr.Stores;

namespace Macro.Plans;

/// <summary>Counts what plans ask of a store beside the chunks.</summary>
internal static class PlanRequests
{
    /// <summary>Runs and finishes a plan of a small volume.</summary>
    internal static async Task<JsonObject> CountAsync(int tasks, CancellationToken cancellationToken)
    {
        var store = new CountingStore();
        var location = StoreLocation.In(store, new StorePrefix("volume"));
        var volume = PlanCase.OfImage("small", new WriteOptions { Chunks = ChunkShape.Of(1, 64, 64), Pyramid = Pyramid.None }, 2 * tasks, 64, 64);
        var write = volume.WriteTo(location);
        var plan = await ConversionPlan.CreateAsync(write, volume.Options, new ConversionPlanOptions { Tasks = tasks }, cancellationToken);
        store.Clear();
        for (var task = 0; task < plan.Waves[0].Tasks; task++)
        {
            await plan.RunAsync(write, 0, task, volume.Options, null, cancellationToken);
        }

        var ofTasks = Metadata(store);
        store.Clear();
        await plan.FinishAsync(write, volume.Options, cancellationToken);
        return new JsonObject { ["what"] = "requests beside chunks", ["tasks"] = plan.Waves[0].Tasks, ["of_all_tasks"] = ofTasks, ["of_each_task"] = Math.Round((double)ofTasks / plan.Waves[0].Tasks, 2), ["of_finish"] = Metadata(store) };
    }

    private static int Metadata(CountingStore store) => store.Log.Count(request => !request.Key.Contains("/c/", StringComparison.Ordinal));
}
