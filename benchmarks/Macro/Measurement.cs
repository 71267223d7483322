using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Zarr;

namespace Macro;

/// <summary>Times one run and prints it as a line of JSON.</summary>
internal static class Measurement
{
    /// <returns>Seconds.</returns>
    internal static async Task<double> RunAsync(string verb, IArraySource array, string store, Func<Task> work)
    {
        var before = Environment.WorkingSet;
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        await work();
        var wall = clock.Elapsed.TotalSeconds;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        var bytes = array.Shape.ElementCount * array.DataType.Size;
        Console.WriteLine(new JsonObject
        {
            [$"{verb}_wall"] = Math.Round(wall, 4),
            [$"{verb}_cpu"] = Math.Round(cpu.TotalSeconds, 4),
            ["rss_before"] = before,
            ["rss_peak"] = PeakResidentBytes(),
            ["stored_bytes"] = Folder.Length(store),
            ["mb_per_s"] = Math.Round(bytes / 1e6 / wall, 1),
        }.ToJsonString());
        return wall;
    }

    /// <summary>The most memory that this process ever had resident; VmHWM where there is /proc.</summary>
    internal static long PeakResidentBytes()
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status))
        {
            return Process.GetCurrentProcess().PeakWorkingSet64;
        }

        var line = File.ReadLines(Status).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', '\t', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
