using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using OmeZarr;

namespace Macro.Plans;

/// <summary>
/// What a terabyte costs on many machines: plans it, runs the first parts of one of its tasks, measures what fresh processes of the tool take beside that, and simulates the rest with these costs.
/// </summary>
/// <param name="work">A folder for what is written.</param>
/// <param name="tool">The assembly of the tool, or its native program.</param>
/// <param name="tasks">Number of tasks.</param>
/// <param name="parts">Parts of about 1 GiB that are measured of each case, after one that does not count.</param>
internal sealed class PlanBenchmark(string work, string tool, int tasks, int parts)
{
    private static readonly int[] Machines = [1, 10, 25, 50, 100];

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var count in (int[])[tasks / 4, tasks / 2, tasks])
        {
            Print(await PlanRequests.CountAsync(count, cancellationToken));
        }

        var starts = await StartAsync(cancellationToken);
        var overhead = starts.Max(one => one["task_median_s"]!.GetValue<double>());
        var end = await FinishCosts.MeasureAsync(work, cancellationToken);
        Print(end.ToJson());
        foreach (var terabyte in PlanCase.Terabytes)
        {
            await MeasureAsync(terabyte, overhead, end, cancellationToken);
        }
    }

    /// <summary>Measures only what fresh processes take.</summary>
    /// <returns>The printed lines.</returns>
    internal async Task<IReadOnlyList<JsonObject>> StartAsync(CancellationToken cancellationToken)
    {
        var fresh = new FreshTasks(tool, work);
        JsonObject[] starts = [await fresh.PlateAsync(tasks, cancellationToken), await fresh.StackAsync(tasks, cancellationToken)];
        Array.ForEach(starts, Print);
        return starts;
    }

    private async Task MeasureAsync(PlanCase terabyte, double overhead, FinishCosts end, CancellationToken cancellationToken)
    {
        var output = Path.Join(work, "terabyte.zarr");
        var write = terabyte.WriteTo(output);
        var clock = Stopwatch.StartNew();
        var plan = await ConversionPlan.CreateAsync(write, terabyte.Options, new ConversionPlanOptions { Tasks = tasks }, cancellationToken);
        var planning = clock.Elapsed.TotalSeconds;
        var json = plan.ToJson();
        var sizes = TaskSizes.Of(json);
        await plan.DiscardAsync(cancellationToken);
        var (costs, files) = await PartsAsync(plan, write, terabyte.Options, cancellationToken);
        await plan.DiscardAsync(cancellationToken);

        var wave = plan.Waves[0];
        var finish = end.Of(files, terabyte.Images);
        var simulation = new Simulation(overhead, costs, finish);
        var alone = simulation.Run(sizes, 1);
        Print(new JsonObject
        {
            ["what"] = terabyte.Name,
            ["bytes"] = wave.Bytes,
            ["tasks"] = new JsonArray([.. plan.Waves.Select(one => JsonValue.Create(one.Tasks))]),
            ["parts"] = sizes.Parts,
            ["plan_s"] = Math.Round(planning, 2),
            ["plan_bytes"] = json.Length,
            ["imbalance"] = Math.Round(((double)wave.LargestTask * wave.Tasks / wave.Bytes) - 1, 4),
            ["part_mb_per_s"] = new JsonArray([.. costs.Select(cost => JsonValue.Create(Math.Round(1e-6 / cost)))]),
            ["files"] = (long)files,
            ["finish_s"] = Math.Round(finish, 1), // without opening input files, which these cases do not have
            ["overhead_share"] = Math.Round(overhead * wave.Tasks / alone, 5),
            ["hours"] = new JsonObject(Machines.Select(count => KeyValuePair.Create(count.ToString(CultureInfo.InvariantCulture), (JsonNode?)JsonValue.Create(Math.Round(simulation.Run(sizes, count) / 3600, 3))))),
            ["efficiency"] = new JsonObject(Machines.Select(count => KeyValuePair.Create(count.ToString(CultureInfo.InvariantCulture), (JsonNode?)JsonValue.Create(Math.Round(alone / count / simulation.Run(sizes, count), 3))))),
        });
    }

    /// <summary>Runs the first parts of the task in the middle.</summary>
    /// <returns>Seconds for each byte of each part but the first, and the number of files of the whole.</returns>
    private async Task<(IReadOnlyList<double> Costs, double Files)> PartsAsync(ConversionPlan plan, Func<WriteOptions, CancellationToken, Task> write, WriteOptions options, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (clock, ends) = (Stopwatch.StartNew(), new List<double>());
        void Done(int done, int all)
        {
            ends.Add(clock.Elapsed.TotalSeconds);
            if (ends.Count > parts)
            {
                enough.Cancel();
            }
        }

        try
        {
            await plan.RunAsync(write, 0, plan.Waves[0].Tasks / 2, options, Done, enough.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The measured parts are done.
        }

        var bytes = (double)plan.Waves[0].Bytes / plan.Waves[0].Parts;
        var receipts = Directory.GetFiles(Path.Join(work, ".terabyte.zarr.parts", "receipts"));
        var values = receipts.Average(receipt => JsonNode.Parse(File.ReadAllText(receipt))!["values"]!.AsArray().Count);
        return ([.. ends.Zip(ends.Skip(1), (start, end) => (end - start) / bytes)], values * plan.Waves[0].Parts);
    }

    private static void Print(JsonObject line) => Console.WriteLine(line.ToJsonString());
}
