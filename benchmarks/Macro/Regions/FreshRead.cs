using System.Diagnostics;
using System.Text.Json.Nodes;
using Zarr;
using Zarr.Stores;

namespace Macro.Regions;

/// <summary>Reads once in this process, which did nothing before: what it takes then, and how much memory beside the destination.</summary>
internal static class FreshRead
{
    private const int PlaneCount = 4;

    /// <summary>What can be read: some planes, everything, and everything plane by plane without and with a cache of blocks.</summary>
    internal static IReadOnlyList<string> Kinds { get; } = ["plane", "whole", "planes", "planes-cached"];

    internal static async Task RunAsync(string path, string what, int threads, CancellationToken cancellationToken)
    {
        var options = new ZarrOptions { MaxDegreeOfParallelism = threads, BlockCacheBytes = what == "planes-cached" ? RegionsCase.CacheBytes : 0 };
        var array = await ZarrArray.OpenAsync(new FileSystemStore(path), new StorePrefix("0"), options, cancellationToken);
        IEnumerable<Region> regions = what switch
        {
            "whole" => [Region.Whole(array.Shape)],
            "plane" => RegionShapes.Planes(array.Shape).Where((_, i) => i % 7 == 0).Take(PlaneCount),
            _ when IsDivided(array) => RegionShapes.Planes(array.Shape),

            // Each plane costs all of its chunks: some are enough to know.
            _ => RegionShapes.Planes(array.Shape).Take(PlaneCount),
        };
        var room = new byte[what == "whole" ? RegionShapes.Bytes(array, Region.Whole(array.Shape)) : RegionShapes.Bytes(array, RegionShapes.Planes(array.Shape).First())];

        // The memory of the destination is there before, so that what is added is that of the reading.
        Array.Fill(room, (byte)1);
        var (before, clock, cpu) = (Measurement.PeakResidentBytes(), Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        foreach (var region in regions)
        {
            await ((IArraySource)array).ReadAsync(region, room, cancellationToken);
        }

        var milliseconds = clock.Elapsed.TotalMilliseconds;
        Console.WriteLine(new JsonObject
        {
            ["what"] = what,
            ["ms"] = Math.Round(milliseconds, 1),
            ["cpu_ms"] = Math.Round((Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds, 1),
            ["mb"] = Math.Round((Measurement.PeakResidentBytes() - before) / 1e6, 1),
        }.ToJsonString());
    }

    private static bool IsDivided(ZarrArray array) => !array.Metadata.Codecs.Any(codec =>
        (codec.Name + codec.Configuration?.ToJsonString()) is var text && (text.Contains("gzip", StringComparison.Ordinal) || (text.Contains("zstd", StringComparison.Ordinal) && !text.Contains("blosc", StringComparison.Ordinal))));
}
