using System.Diagnostics;
using System.Text.Json.Nodes;
using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace Macro;

/// <summary>
/// What the levels of an image cost: level 0 alone, level 0 and its levels computed in the same pass, and the same levels ready-made in memory. The sides take turns, so that other work on the machine disturbs all alike.
/// </summary>
/// <param name="test">The image and how it is written.</param>
/// <param name="pyramid">Its levels.</param>
internal sealed class PyramidBenchmark(WriteCase test, Pyramid pyramid)
{
    // The JIT compiles with all optimizations while the first rounds run, and takes processors from them.
    private const int WarmingRounds = 5;

    /// <summary>Writes all sides a number of times in this process, after rounds that are not counted, and prints medians.</summary>
    internal async Task RunAsync(int repeat, CancellationToken cancellationToken)
    {
        var source = test.Input.Load().Source;
        await WriteAsync(test.Image(), [source], pyramid, cancellationToken);
        var (image, levels) = await ReadyMadeAsync(source, cancellationToken);
        var rounds = new List<Round>();
        for (var i = 0; i < WarmingRounds + repeat; i++)
        {
            rounds.Add(new Round(
                await WriteAsync(test.Image(), [source], Pyramid.None, cancellationToken),
                await WriteAsync(image, levels, Pyramid.None, cancellationToken),
                await WriteAsync(test.Image(), [source], pyramid, cancellationToken)));
        }

        Print(rounds[WarmingRounds..], image.Multiscales[0].Datasets.Count);
    }

    /// <summary>Writes one side once, in a process that has done nothing before, or only read the ready-made levels.</summary>
    internal async Task RunFreshAsync(string side, string readyMade, CancellationToken cancellationToken)
    {
        var source = test.Input.Load().Source;
        var (image, levels) = side == "ready" ? await ReadAsync(readyMade, source, cancellationToken) : (test.Image(), [source]);
        var time = await WriteAsync(image, levels, side == "pyramid" ? pyramid : Pyramid.None, cancellationToken);
        Console.WriteLine(new JsonObject
        {
            ["side"] = side,
            ["wall"] = Math.Round(time.Wall, 4),
            ["cpu"] = Math.Round(time.Cpu, 4),
            ["rss_peak"] = Measurement.PeakResidentBytes(),
            ["input_bytes"] = source.Shape.ElementCount * source.DataType.Size,
        }.ToJsonString());
    }

    private async Task<(Image Image, IReadOnlyList<IArraySource> Levels)> ReadyMadeAsync(IArraySource source, CancellationToken cancellationToken)
    {
        await WriteAsync(test.Image(), [source], pyramid, cancellationToken);
        return await ReadAsync(test.Output, source, cancellationToken);
    }

    private static async Task<(Image Image, IReadOnlyList<IArraySource> Levels)> ReadAsync(string store, IArraySource source, CancellationToken cancellationToken)
    {
        var opened = await OmeImage.OpenAsync(store, cancellationToken: cancellationToken);
        var levels = new List<IArraySource> { source };
        foreach (var dataset in opened.Metadata.Multiscales[0].Datasets.Skip(1))
        {
            IArraySource stored = await ZarrArray.OpenAsync(Path.Join(store, dataset.Path), cancellationToken: cancellationToken);
            var elements = new byte[stored.Shape.ElementCount * stored.DataType.Size];
            await stored.ReadAsync(Region.Whole(stored.Shape), elements, cancellationToken);
            levels.Add(ArraySource.FromBytes(elements, stored.Shape, stored.DataType));
        }

        return (opened.Metadata, levels);
    }

    private async Task<Time> WriteAsync(Image image, IReadOnlyList<IArraySource> levels, Pyramid wanted, CancellationToken cancellationToken)
    {
        test.Prepare();
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        await OmeWriter.WriteImageAsync(test.Output, image, levels, test.Options() with { Pyramid = wanted }, cancellationToken: cancellationToken);
        return new Time(clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }

    private static void Print(IReadOnlyList<Round> rounds, int levels) => Console.WriteLine(new JsonObject
    {
        ["levels"] = levels,
        ["level0_wall"] = Figure(rounds, round => round.Finest.Wall),
        ["ready_wall"] = Figure(rounds, round => round.Ready.Wall),
        ["pyramid_wall"] = Figure(rounds, round => round.Pyramid.Wall),
        ["level0_cpu"] = Figure(rounds, round => round.Finest.Cpu),
        ["ready_cpu"] = Figure(rounds, round => round.Ready.Cpu),
        ["pyramid_cpu"] = Figure(rounds, round => round.Pyramid.Cpu),
        ["against_level0_wall"] = Figure(rounds, round => round.Pyramid.Wall / round.Finest.Wall),
        ["against_level0_cpu"] = Figure(rounds, round => round.Pyramid.Cpu / round.Finest.Cpu),
        ["against_ready_wall"] = Figure(rounds, round => round.Pyramid.Wall / round.Ready.Wall),
        ["against_ready_cpu"] = Figure(rounds, round => round.Pyramid.Cpu / round.Ready.Cpu),
        ["rss_peak"] = Measurement.PeakResidentBytes(),
    }.ToJsonString());

    private static JsonNode Figure(IReadOnlyList<Round> rounds, Func<Round, double> figure) => Math.Round(Median.Of(rounds.Select(figure)), 4);

    private readonly record struct Time(double Wall, double Cpu);

    private readonly record struct Round(Time Finest, Time Ready, Time Pyramid);
}
