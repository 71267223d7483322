using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Macro;

/// <summary>
/// Starts <c>omezarr view</c> and asks what its page asks, with as many requests at the same time as a browser has. For an image: the tiles of the whole of it in a view, then those of a view of full
/// resolution, with other windows each time. For a plate: a picture of each well.
/// </summary>
internal sealed partial class ViewBenchmark : IDisposable
{
    private const int ViewWidth = 1920;
    private const int ViewHeight = 1080;
    private const int Requests = 6;

    private readonly Process process;
    private readonly HttpClient client;
    private readonly Stopwatch clock;

    private ViewBenchmark(Process process, string address, Stopwatch clock)
    {
        this.process = process;
        this.clock = clock;
        client = new HttpClient { BaseAddress = new Uri(address) };
    }

    /// <summary>Measures, each time with a new process.</summary>
    internal static async Task RunAsync(string program, string store, int repeat, CancellationToken cancellationToken)
    {
        for (var run = 0; run < repeat; run++)
        {
            using var benchmark = await StartAsync(program, store, cancellationToken);
            Console.WriteLine((await benchmark.MeasureAsync(cancellationToken)).ToJsonString());
        }
    }

    public void Dispose()
    {
        client.Dispose();
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static async Task<ViewBenchmark> StartAsync(string program, string store, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var process = Process.Start(new ProcessStartInfo(program, ["view", store, "--no-browser"]) { RedirectStandardOutput = true }) ?? throw new InvalidOperationException($"{program} does not start");
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (Address().Match(line) is { Success: true } address)
            {
                return new ViewBenchmark(process, address.Value, clock);
            }
        }

        throw new InvalidOperationException($"{program} told no address");
    }

    private async Task<JsonObject> MeasureAsync(CancellationToken cancellationToken)
    {
        var line = new JsonObject { ["start_ms"] = Elapsed() };
        await client.GetByteArrayAsync(string.Empty, cancellationToken);
        var node = JsonNode.Parse(await client.GetStringAsync("api/root", cancellationToken))!["node"]!;
        if (node["plate"] is { } plate)
        {
            var pictures = await GetAllAsync([.. plate["wells"]!.AsArray().Select(well => $"api/thumbnail?path={well!["path"]}&size=96")], cancellationToken);
            line["wells"] = pictures.Length;
            line["first_picture_ms"] = pictures[0];
            line["hundred_pictures_ms"] = pictures[Math.Min(99, pictures.Length - 1)];
            line["all_pictures_ms"] = pictures[^1];
            return line;
        }

        var image = JsonNode.Parse(await client.GetStringAsync("api/image?path=", cancellationToken))!;
        var (width, height, tile, top) = (At(image, "width"), At(image, "height"), At(image, "tileSize"), (int)At(image, "maxLevel"));
        var level = Enumerable.Range(0, top + 1).Last(level => Ceiling(width, 1L << (top - level)) <= ViewWidth && Ceiling(height, 1L << (top - level)) <= ViewHeight);
        var whole = await GetAllAsync(Tiles(0, 0, Ceiling(width, 1L << (top - level)), Ceiling(height, 1L << (top - level)), tile, level, string.Empty), cancellationToken);
        line["tiles"] = whole.Length;
        line["first_tile_ms"] = whole[0];
        line["first_picture_ms"] = whole[^1];
        var (left, upper) = (Math.Max(0, (width - ViewWidth) / 2) / tile, Math.Max(0, (height - ViewHeight) / 2) / tile);
        var channels = image["channels"]!.AsArray();
        var repaints = new List<double>();
        for (var brighter = 0; brighter <= 10; brighter++)
        {
            var start = Elapsed();
            var windows = string.Concat(channels.Take(4).Select(channel => $"&c={channel!["index"]},{channel["color"]},{Text(channel["window"]!["start"])},{Text((double)channel["window"]!["end"]! - brighter)}"));
            var view = await GetAllAsync(Tiles(left, upper, Math.Min(width - (left * tile), ViewWidth), Math.Min(height - (upper * tile), ViewHeight), tile, top, windows), cancellationToken);
            repaints.Add(view[^1] - start);
        }

        line["channels"] = Math.Min(4, channels.Count);
        line["first_view_ms"] = Math.Round(repaints[0], 1);
        line["repaint_ms"] = Math.Round(Median.Of(repaints.Skip(1)), 1);
        return line;
    }

    /// <summary>The addresses of the tiles of a part of a level.</summary>
    private static string[] Tiles(long left, long upper, long width, long height, long tile, int level, string windows) =>
        [.. from y in Enumerable.Range((int)upper, (int)Ceiling(height, tile)) from x in Enumerable.Range((int)left, (int)Ceiling(width, tile)) select $"api/tile?path=&level={level}&x={x}&y={y}{windows}"];

    /// <summary>Asks for all, and says when each answer was there, in milliseconds since the start of the program; the earliest first.</summary>
    private async Task<double[]> GetAllAsync(string[] addresses, CancellationToken cancellationToken)
    {
        var times = new double[addresses.Length];
        var next = -1;
        await Parallel.ForEachAsync(addresses, new ParallelOptions { MaxDegreeOfParallelism = Requests, CancellationToken = cancellationToken }, async (address, token) =>
        {
            await client.GetByteArrayAsync(address, token);
            times[Interlocked.Increment(ref next)] = Elapsed();
        });
        Array.Sort(times);
        return times;
    }

    private double Elapsed() => Math.Round(clock.Elapsed.TotalMilliseconds, 1);

    private static long At(JsonNode image, string name) => (long)image["pyramid"]![name]!;

    private static long Ceiling(long length, long part) => (length + part - 1) / part;

    private static string Text(JsonNode? number) => ((double)number!).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"http://\S+/")]
    private static partial Regex Address();
}
