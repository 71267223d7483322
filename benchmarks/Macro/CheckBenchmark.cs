using System.Diagnostics;
using System.Text.Json.Nodes;
using OmeZarr;
using Zarr;
using Zarr.Stores;

namespace Macro;

/// <summary>Reads array 0 of an image, checks its chunks, and validates the whole image with all its chunks, in turns.</summary>
internal static class CheckBenchmark
{
    private const string Read = "read";
    private const string Check = "check";
    private const string Validate = "validate";

    internal static async Task RunAsync(string path, int threads, int repeat, CancellationToken cancellationToken)
    {
        var options = new ZarrOptions { MaxDegreeOfParallelism = threads };
        var store = new FileSystemStore(path);
        var array = await ZarrArray.OpenAsync(store, new StorePrefix("0"), options, cancellationToken);
        var regions = ReadBenchmark.Regions(array).ToList();
        var destination = new byte[regions[0].Shape.ElementCount * array.DataType.Size];
        var bytes = array.Shape.ElementCount * array.DataType.Size;
        var times = new Dictionary<string, List<double>> { [Read] = [], [Check] = [], [Validate] = [] };
        for (var round = -1; round < repeat; round++)
        {
            Note(times[Read], round, await TimeAsync(() => ReadAsync(array, regions, destination, cancellationToken)));
            Note(times[Check], round, await TimeAsync(() => CheckAsync(array, bytes, cancellationToken)));
            Note(times[Validate], round, await TimeAsync(() => ValidateAsync(path, options, cancellationToken)));
        }

        Print(times, bytes);
    }

    private static async Task ReadAsync(IArraySource array, IEnumerable<Region> regions, byte[] destination, CancellationToken cancellationToken)
    {
        foreach (var region in regions)
        {
            await array.ReadAsync(region, destination.AsMemory(0, (int)(region.Shape.ElementCount * array.DataType.Size)), cancellationToken);
        }
    }

    private static async Task CheckAsync(ZarrArray array, long bytes, CancellationToken cancellationToken)
    {
        var report = await array.CheckChunksAsync(cancellationToken: cancellationToken);
        if (report.Counts.Count > 0 || report.DecodedBytes < bytes)
        {
            throw new InvalidOperationException($"{report.DecodedBytes} bytes of {bytes} were checked, {report.Counts.Count} kinds of findings");
        }
    }

    private static async Task ValidateAsync(string path, ZarrOptions options, CancellationToken cancellationToken)
    {
        var report = await OmeStoreValidator.ValidateAsync(path, new ValidationOptions { Data = DataCheck.All, ZarrOptions = options }, cancellationToken: cancellationToken);
        if (!report.IsValid)
        {
            throw new InvalidOperationException(report.Findings[0].ToString());
        }
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }

    private static void Note(List<double> times, int round, double seconds)
    {
        if (round >= 0)
        {
            times.Add(seconds);
        }
    }

    private static void Print(Dictionary<string, List<double>> times, long bytes)
    {
        foreach (var (way, list) in times)
        {
            var ratio = Median.Of(times[Read].Zip(list).Select(pair => pair.First / pair.Second));
            Console.WriteLine(new JsonObject
            {
                ["way"] = way,
                ["wall"] = Math.Round(Median.Of(list), 4),
                ["mb_per_s"] = Math.Round(bytes / 1e6 / Median.Of(list), 1),
                ["speed_to_read"] = Math.Round(ratio, 3),
            }.ToJsonString());
        }
    }
}
