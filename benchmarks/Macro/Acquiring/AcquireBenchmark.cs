using System.Diagnostics;
using System.Text.Json.Nodes;
using Macro.Comparing;
using Zarr;

namespace Macro.Acquiring;

/// <summary>
/// Acquires frames as fast as they are taken, and beside it runs a bare loop over c-blosc that has all frames in memory and writes the same files, in turns; then acquires at 80 % of that rate, which tells how long a camera waits. The first turn touches the memory of both and does not count.
/// </summary>
internal static class AcquireBenchmark
{
    private const double Part = 0.8;

    internal static async Task RunAsync(AcquireCase test, Repetition repetition)
    {
        Posix.RequireLinux();
        var input = test.Input.Load();
        var (ours, theirs) = (new List<double>(), new List<double>());
        await AcquireRun.LoadCodeAsync(test, input);
        await SustainedAsync("first", test, input);
        Bare(test, input);
        await repetition.RunAsync(async () =>
        {
            var (megabytes, seconds) = await SustainedAsync("sustained", test, input);
            ours.Add(megabytes);
            theirs.Add(Bare(test, input));
            return seconds;
        });
        var rate = Median.Of(ours) * 1e6 / test.FrameBytes * Part;
        await PacedAsync(test, input, rate);
        Console.WriteLine(new JsonObject
        {
            ["summary"] = "acquire",
            ["mb_per_s"] = Math.Round(Median.Of(ours), 1),
            ["bare_mb_per_s"] = Math.Round(Median.Of(theirs), 1),
            ["ratio"] = Math.Round(Median.Of(ours) / Median.Of(theirs), 3),
        }.ToJsonString());
        Folder.Delete(test.Output);
    }

    private static async Task<(double Megabytes, double Seconds)> SustainedAsync(string turn, AcquireCase test, LoadedInput input)
    {
        var before = Environment.WorkingSet;
        var run = await AcquireRun.MeasureAsync(test, input, null);
        var json = Describe(turn, test, run);
        json["rss_before"] = before;
        json["rss_peak"] = Measurement.PeakResidentBytes();
        Console.WriteLine(json.ToJsonString());
        return (test.Frames * test.FrameBytes / 1e6 / run.Seconds, run.Seconds);
    }

    private static async Task PacedAsync(AcquireCase test, LoadedInput input, double rate)
    {
        var run = await AcquireRun.MeasureAsync(test, input, rate);
        var json = Describe("paced", test, run);
        json["frames_per_s"] = Math.Round(rate, 1);
        json["frame_ms"] = Math.Round(1000 / rate, 4);
        Console.WriteLine(json.ToJsonString());
    }

    private static JsonObject Describe(string turn, AcquireCase test, AcquireRun run)
    {
        var gigabytes = test.Frames * test.FrameBytes / 1e9;
        return new JsonObject
        {
            ["acquire"] = turn,
            ["frames"] = run.Progress.FramesAppended,
            ["wall"] = Math.Round(run.Seconds, 4),
            ["mb_per_s"] = Math.Round(gigabytes * 1000 / run.Seconds, 1),
            ["cpu_s_per_gb"] = Math.Round(run.Cpu / gigabytes, 4),
            ["append_p50_ms"] = run.Milliseconds(0.5),
            ["append_p99_ms"] = run.Milliseconds(0.99),
            ["append_p999_ms"] = run.Milliseconds(0.999),
            ["memory_limit"] = test.MemoryLimit,
            ["frames_peak_bytes"] = run.Progress.PeakBytesInMemory,
            ["stored_bytes"] = new DirectoryInfo(test.Output).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length),
        };
    }

    /// <summary>The bare loop: workers that take the next chunk, gather it, compress it and publish the file.</summary>
    private static double Bare(AcquireCase test, LoadedInput input)
    {
        Folder.Delete(test.Output);
        Shape shape = [test.FramesInFile, test.Height, test.Width];
        var grid = new PlainGrid(shape, ChunksOf(test), test.Input.DataType.Size);
        var loop = new CLoop(LibBlosc.Load(), grid, test.Recipe, test.Input.DataType.Size, test.Threads);
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        for (var pass = 0; pass < test.Passes; pass++)
        {
            loop.Write(input.Address, Path.Join(test.Output, $"{pass}"));
        }

        var megabytes = test.Frames * test.FrameBytes / 1e6;
        Console.WriteLine(new JsonObject
        {
            ["acquire"] = "bare",
            ["wall"] = Math.Round(clock.Elapsed.TotalSeconds, 4),
            ["mb_per_s"] = Math.Round(megabytes / clock.Elapsed.TotalSeconds, 1),
            ["cpu_s_per_gb"] = Math.Round((Environment.CpuUsage.TotalTime - cpu).TotalSeconds / megabytes * 1000, 4),
            ["stored_bytes"] = new DirectoryInfo(test.Output).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length),
        }.ToJsonString());
        return megabytes / clock.Elapsed.TotalSeconds;
    }

    /// <summary>The chunks that the acquisition has just stored.</summary>
    private static Shape ChunksOf(AcquireCase test)
    {
        long[] chunks = [test.Chunk, test.Height, test.Width];
        while (chunks[0] * chunks[1] * chunks[2] * test.Input.DataType.Size > 4 << 20)
        {
            var axis = chunks[1] >= chunks[2] ? 1 : 2;
            chunks[axis] = (chunks[axis] + 1) / 2;
        }

        return Shape.Create(chunks);
    }
}
