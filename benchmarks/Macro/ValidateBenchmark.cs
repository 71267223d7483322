using System.Diagnostics;
using System.Text.Json.Nodes;
using OmeZarr;
using TestKit;
using Zarr.Stores;

namespace Macro;

/// <summary>Validates the metadata of a hierarchy, and counts the requests of one validation.</summary>
internal static class ValidateBenchmark
{
    internal static async Task RunAsync(string path, int repeat, CancellationToken cancellationToken)
    {
        var (walls, cpus) = (new List<double>(), new List<double>());
        var first = await TimeAsync(path, cancellationToken);
        for (var round = 0; round < repeat; round++)
        {
            var (wall, cpu) = await TimeAsync(path, cancellationToken);
            walls.Add(wall);
            cpus.Add(cpu);
        }

        var store = new CountingStore(new FileSystemStore(path));
        var report = await OmeStoreValidator.ValidateAsync(store, StorePrefix.Root, cancellationToken: cancellationToken);
        var listings = store.Log.Where(request => request.Operation is StoreOperation.ListChildren or StoreOperation.List).ToList();
        var found = store.Log.Except(listings).Where(request => request.Found).ToList();
        Console.WriteLine(new JsonObject
        {
            ["nodes"] = report.NodesChecked,
            ["errors"] = report.ErrorCount,
            ["first_wall"] = Math.Round(first.Wall, 3),
            ["wall"] = Math.Round(Median.Of(walls), 3),
            ["cpu"] = Math.Round(Median.Of(cpus), 3),
            ["documents"] = found.Count,
            ["documents_twice"] = found.Count - found.DistinctBy(request => request.Key).Count(),
            ["absent"] = store.Log.Count - listings.Count - found.Count,
            ["listings"] = listings.Count,
            ["listings_twice"] = listings.Count - listings.DistinctBy(request => request.Key).Count(),
            ["rss_peak"] = Measurement.PeakResidentBytes(),
        }.ToJsonString());
    }

    private static async Task<(double Wall, double Cpu)> TimeAsync(string path, CancellationToken cancellationToken)
    {
        var (clock, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await OmeStoreValidator.ValidateAsync(path, cancellationToken: cancellationToken);
        return (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }
}
