using System.Diagnostics;
using System.Text.Json.Nodes;
using OmeZarr;
using Zarr;

namespace Macro;

/// <summary>Writes an image in several ways in turns, and copies its files for comparison: what safety costs.</summary>
internal static class SafetyBenchmark
{
    private const string New = "new";
    private const string NewFlushed = "new, flushed";
    private const string Replacing = "replacing";
    private const string ReplacingFlushed = "replacing, flushed";
    private const string Copied = "cp + sync";

    internal static async Task RunAsync(WriteCase test, int repeat, CancellationToken cancellationToken)
    {
        var input = test.Input.Load();
        var times = new Dictionary<string, List<double>>();
        for (var round = -1; round < repeat; round++)
        {
            foreach (var (way, work) in Ways(test, input.Source, cancellationToken))
            {
                await SynchronizeAsync(); // what the run before has left to be written is not this one's
                var clock = Stopwatch.StartNew();
                await work();
                if (round >= 0)
                {
                    Add(times, way, clock.Elapsed.TotalSeconds);
                }
            }
        }

        Print(times);
    }

    private static IEnumerable<(string Way, Func<Task> Work)> Ways(WriteCase test, IArraySource pixels, CancellationToken cancellationToken)
    {
        Task WriteAsync(bool overwrite, Durability durability) => OmeWriter.WriteImageAsync(
            test.Output, test.Image(), pixels, (test with { Overwrite = overwrite, Durability = durability }).Options(), cancellationToken: cancellationToken);

        Folder.Delete(test.Output);
        yield return (New, () => WriteAsync(false, Durability.Default));
        Folder.Delete(test.Output);
        yield return (NewFlushed, () => WriteAsync(false, Durability.Flushed));
        yield return (Replacing, () => WriteAsync(true, Durability.Default));
        yield return (ReplacingFlushed, () => WriteAsync(true, Durability.Flushed));
        var copy = test.Output + ".copy";
        Folder.Delete(copy);
        yield return (Copied, () => CopyAsync(test.Output, copy));
        Folder.Delete(copy);
    }

    private static async Task CopyAsync(string from, string to)
    {
        await StartAsync("cp", "-r", from, to);
        await StartAsync("sync", "-f", to);
    }

    private static Task SynchronizeAsync() => StartAsync("sync");

    private static async Task StartAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
        }
    }

    private static void Add(Dictionary<string, List<double>> times, string way, double seconds)
    {
        if (!times.TryGetValue(way, out var list))
        {
            times[way] = list = [];
        }

        list.Add(seconds);
        Console.WriteLine(new JsonObject { ["way"] = way, ["wall"] = Math.Round(seconds, 4) }.ToJsonString());
    }

    private static void Print(Dictionary<string, List<double>> times)
    {
        foreach (var (way, list) in times)
        {
            var ratio = Median.Of(list.Zip(times[New]).Select(pair => pair.First / pair.Second));
            Console.WriteLine(new JsonObject { ["summary"] = way, ["wall"] = Math.Round(Median.Of(list), 4), ["ratio_to_new"] = Math.Round(ratio, 3) }.ToJsonString());
        }
    }
}
