using System.Diagnostics;
using System.Text.Json.Nodes;
using OmeZarr;
using Zarr;

namespace Macro;

/// <summary>Times what a viewer does: the first picture of an image that was not open; tiles that are decoded, mixed and encoded, one after the other; and a view that is painted again with other windows.</summary>
internal sealed class TilesBenchmark(OmeImage image, int tileSize, int channels, int repeat)
{
    private const int ViewWidth = 1920;
    private const int ViewHeight = 1080;

    internal static async Task RunAsync(string store, int tileSize, int channels, int repeat, int threads, CancellationToken cancellationToken)
    {
        var options = ZarrOptions.Default with { BlockCacheBytes = 256 << 20, MaxDegreeOfParallelism = threads };
        var image = await OmeImage.OpenAsync(store, options, cancellationToken);
        var benchmark = new TilesBenchmark(image, tileSize, channels, repeat);
        await benchmark.FirstAsync(store, options, cancellationToken);
        await benchmark.TilesAsync(cancellationToken);
        await benchmark.ViewAsync(cancellationToken);
    }

    /// <summary>Opens the image and makes all tiles of the whole of it in a view. The first of the times is that of a program that has done nothing yet.</summary>
    private async Task FirstAsync(string store, ZarrOptions options, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var run = 0; run <= repeat; run++)
        {
            var clock = Stopwatch.StartNew();
            var tiles = new OmeTiles(await OmeImage.OpenAsync(store, options, cancellationToken), new TileCache(256 << 20), tileSize);
            await tiles.DisplaysAsync(cancellationToken: cancellationToken);
            var level = Enumerable.Range(0, tiles.MaxLevel + 1).Last(level => tiles.SizeOf(level) is var (width, height) && width <= ViewWidth && height <= ViewHeight);
            await PaintAsync(tiles, [.. Positions(tiles, ViewWidth, ViewHeight, level)], 0, cancellationToken);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        Print("first picture", Median.Of(times.Skip(1)), ("least_ms", times.Min()), ("cold_ms", times[0]));
    }

    /// <summary>Every tile of full resolution, each read anew: nothing is kept but what the store keeps.</summary>
    private async Task TilesAsync(CancellationToken cancellationToken)
    {
        var (read, mixed, encoded, bytes) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var before = Environment.CpuUsage.TotalTime;
        for (var run = 0; run <= repeat; run++)
        {
            // The first run warms up.
            (read, mixed, encoded, bytes, before) = run == 1 ? ([], [], [], [], Environment.CpuUsage.TotalTime) : (read, mixed, encoded, bytes, before);
            var tiles = new OmeTiles(image, new TileCache(256 << 20), tileSize);
            foreach (var tile in Positions(tiles, (int)Math.Min(tiles.Width, 4 * tileSize), (int)Math.Min(tiles.Height, 4 * tileSize), tiles.MaxLevel))
            {
                var options = Options(0);
                var clock = Stopwatch.StartNew();
                foreach (var display in options.Displays!)
                {
                    await tiles.ReadAsync(tile, display.Channel, options, cancellationToken);
                }

                read.Add(clock.Elapsed.TotalMilliseconds);
                clock.Restart();
                var picture = await tiles.RenderAsync(tile, options, cancellationToken);
                mixed.Add(clock.Elapsed.TotalMilliseconds);
                clock.Restart();
                bytes.Add(picture.EncodePng(isFast: true).Length);
                encoded.Add(clock.Elapsed.TotalMilliseconds);
            }
        }

        // On a busy machine the time of the processor tells more than that of the clock, and the least more than the median.
        var cpu = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / read.Count;
        double[] all = [.. read.Zip(mixed, encoded).Select(one => one.First + one.Second + one.Third)];
        Print("tile", Median.Of(all), ("least_ms", all.Min()), ("cpu_ms", cpu), ("read_ms", Median.Of(read)), ("mix_ms", Median.Of(mixed)), ("encode_ms", Median.Of(encoded)), ("least_read_ms", read.Min()), ("least_mix_ms", mixed.Min()), ("least_encode_ms", encoded.Min()), ("kb", Median.Of(bytes) / 1e3));
    }

    /// <summary>All tiles of a view at the same time, first read, then with other windows.</summary>
    private async Task ViewAsync(CancellationToken cancellationToken)
    {
        var (first, again) = (new List<double>(), new List<double>());
        for (var run = 0; run <= repeat; run++)
        {
            var tiles = new OmeTiles(image, new TileCache(256 << 20), tileSize);
            var positions = Positions(tiles, ViewWidth, ViewHeight, tiles.MaxLevel).ToArray();
            first.Add(await PaintAsync(tiles, positions, 0, cancellationToken));
            again.Add(await PaintAsync(tiles, positions, 10, cancellationToken));
        }

        Print($"view of {ViewWidth} x {ViewHeight}", Median.Of(again.Skip(1)), ("least_ms", again.Min()), ("first_ms", Median.Of(first.Skip(1))));
    }

    private async Task<double> PaintAsync(OmeTiles tiles, TilePosition[] positions, double brighter, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(positions, cancellationToken, async (tile, token) => (await tiles.RenderAsync(tile, Options(brighter), token)).EncodePng(isFast: true));
        return clock.Elapsed.TotalMilliseconds;
    }

    private RenderOptions Options(double brighter)
    {
        string[] colors = ["0000FF", "00FF00", "FF0000", "FF00FF"];
        return new RenderOptions { Displays = [.. Enumerable.Range(0, channels).Select(channel => new ChannelDisplay(channel) { Color = channels == 1 ? "FFFFFF" : colors[channel % colors.Length], Window = (100, 1500 - brighter) })] };
    }

    private static IEnumerable<TilePosition> Positions(OmeTiles tiles, int width, int height, int level) =>
        from y in Enumerable.Range(0, ((height - 1) / tiles.TileSize) + 1)
        from x in Enumerable.Range(0, ((width - 1) / tiles.TileSize) + 1)
        let tile = new TilePosition(level, x, y)
        where tiles.Contains(tile)
        select tile;

    private void Print(string what, double milliseconds, params (string Name, double Value)[] figures)
    {
        var line = new JsonObject { ["what"] = what, ["tile_size"] = tileSize, ["channels"] = channels, ["ms"] = Math.Round(milliseconds, 2) };
        foreach (var (name, value) in figures)
        {
            line[name] = Math.Round(value, 2);
        }

        Console.WriteLine(line.ToJsonString());
    }
}
