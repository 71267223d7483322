using System.Diagnostics;
using System.Text.Json.Nodes;
using Macro.Comparing;
using Zarr;
using Zarr.Arrays.Blocks;
using Zarr.Stores;

namespace Macro.Regions;

/// <summary>One stored image.</summary>
/// <param name="test">Where it is.</param>
/// <param name="name">What it is called in the output.</param>
/// <param name="repeat">Rounds of each measurement, after one that does not count.</param>
/// <param name="blosc">The library that is compared with; null if it is not installed.</param>
internal sealed class RegionsCase(WriteCase test, string name, int repeat, LibBlosc? blosc)
{
    // Holds the blocks of a plane twice: those of lz4 take 256 KiB for each chunk.
    internal const long CacheBytes = 16 << 20;

    private const int RegionCount = 8;

    // Sequences of planes run until the JIT has compiled with all optimizations what they need: it does so while they run, and takes processors from them.
    private const int WarmingSequences = 8;

    // Rows of stores in which every region costs whole chunks would take minutes.
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2);

    private byte[] room = [];

    internal async Task<List<JsonObject>> RunAsync(CancellationToken cancellationToken)
    {
        var array = await OpenAsync(Options(), cancellationToken);
        room = new byte[array.Shape.ElementCount * array.DataType.Size];
        var blocks = DecodedBytes.Of(array, test.Output);
        var inC = blosc is not null && WholeChunksInC.Reads(array) ? new WholeChunksInC(blosc, array, Path.Join(test.Output, "0"), test.Threads) : null;
        var lines = new List<JsonObject>();
        foreach (var (kind, shape) in RegionShapes.Kinds(array.Shape))
        {
            lines.Add(await RowAsync(kind, shape, array, blocks, inC, cancellationToken));
        }

        lines.Add(await WholeAsync(array, cancellationToken));
        if (blocks.BlockSize is not null)
        {
            lines.Add(await SequenceAsync(array, cancellationToken));
        }

        return lines;
    }

    private async Task<JsonObject> RowAsync(string kind, long[] shape, ZarrArray array, DecodedBytes blocks, WholeChunksInC? inC, CancellationToken cancellationToken)
    {
        var random = new Random(1);
        var regions = Enumerable.Range(0, RegionCount).Select(_ => RegionShapes.At(random, array.Shape, shape)).ToArray();
        var (small, grown, c) = (new List<double>(), new List<double>(), new List<double>());
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < 2 || (round <= repeat && clock.Elapsed < MostTime); round++)
        {
            if (round == 1)
            {
                // The first round was to warm up.
                (small, grown, c) = ([], [], []);
            }

            // Region after region, as a viewer reads; then the same in whole chunks. Which of them comes first takes turns.
            if (round % 2 == 1)
            {
                grown.AddRange(await TimesAsync(array, regions.Select(region => RegionShapes.Grown(array, region)), cancellationToken));
            }

            small.AddRange(await TimesAsync(array, regions, cancellationToken));
            if (round % 2 == 0)
            {
                grown.AddRange(await TimesAsync(array, regions.Select(region => RegionShapes.Grown(array, region)), cancellationToken));
            }

            foreach (var region in inC is null ? [] : regions)
            {
                await TimeAsync(array, region, cancellationToken);
                var expected = round == 0 ? room[..(int)RegionShapes.Bytes(array, region)] : null;
                c.Add(inC!.TimeRead(region, room));
                Require(expected, kind);
            }
        }

        return new JsonObject
        {
            ["store"] = name,
            ["what"] = kind,
            ["ms"] = Math.Round(Median.Of(small), 3),
            ["whole_chunks_ms"] = Math.Round(Median.Of(grown), 3),
            ["ratio"] = Math.Round(Median.Of(grown.Zip(small, (all, part) => all / part)), 1),
            ["c_blosc_ms"] = inC is null ? null : Math.Round(Median.Of(c), 3),
            ["region_kb"] = Math.Round(regions.Average(region => RegionShapes.Bytes(array, region)) / 1e3, 1),
            ["decoded_kb"] = Math.Round(regions.Average(blocks.Count) / 1e3, 1),
            ["chunks_kb"] = Math.Round(regions.Average(blocks.CountWhole) / 1e3, 1),
        };
    }

    /// <summary>Everything at once, with reading by blocks and without it, in turns.</summary>
    private async Task<JsonObject> WholeAsync(ZarrArray array, CancellationToken cancellationToken)
    {
        var without = await OpenAsync(Options() with { BlockLimits = BlockLimits.Off }, cancellationToken);
        var (on, off) = (new List<Cost>(), new List<Cost>());
        var clock = Stopwatch.StartNew();
        for (var run = 0; run < 2 || (run <= 4 * repeat && clock.Elapsed < MostTime); run++)
        {
            on.Add(await CostAsync(() => TimeAsync(array, Region.Whole(array.Shape), cancellationToken)));
            off.Add(await CostAsync(() => TimeAsync(without, Region.Whole(array.Shape), cancellationToken)));
        }

        return new JsonObject
        {
            ["store"] = name,
            ["what"] = "everything at once",
            ["ms"] = Math.Round(Median.Of(on.Skip(1).Select(one => one.Wall)), 3),
            ["of_off"] = Ratio(on, off, one => one.Wall),
            ["of_off_cpu"] = Ratio(on, off, one => one.Cpu),
        };
    }

    /// <summary>Everything plane by plane along z, without and with a cache of blocks, against everything at once.</summary>
    private async Task<JsonObject> SequenceAsync(ZarrArray array, CancellationToken cancellationToken)
    {
        var (all, without, with) = (new List<Cost>(), new List<Cost>(), new List<Cost>());

        // Too small to hold anything until the next round.
        var cached = await OpenAsync(Options() with { BlockCacheBytes = CacheBytes }, cancellationToken);
        for (var run = 0; run < WarmingSequences + (2 * repeat); run++)
        {
            all.Add(await CostAsync(() => TimeAsync(array, Region.Whole(array.Shape), cancellationToken)));
            without.Add(await CostAsync(() => PlanesAsync(array, cancellationToken)));
            with.Add(await CostAsync(() => PlanesAsync(cached, cancellationToken)));
        }

        return new JsonObject
        {
            ["store"] = name,
            ["what"] = "all planes in sequence",
            ["all_at_once_ms"] = Math.Round(Median.Of(all.Skip(WarmingSequences).Select(one => one.Wall)), 3),
            ["with_cache"] = Ratio(with, all, one => one.Wall, WarmingSequences),
            ["with_cache_cpu"] = Ratio(with, all, one => one.Cpu, WarmingSequences),
            ["without_cache"] = Ratio(without, all, one => one.Wall, WarmingSequences),
            ["without_cache_cpu"] = Ratio(without, all, one => one.Cpu, WarmingSequences),
        };
    }

    /// <summary>The median of ratios, without the first ones, which warm up.</summary>
    private static double Ratio(List<Cost> some, List<Cost> others, Func<Cost, double> of, int warming = 1) =>
        Math.Round(Median.Of(some.Zip(others, (one, other) => of(one) / of(other)).Skip(warming)), 2);

    private static async Task<Cost> CostAsync(Func<Task<double>> work)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var wall = await work();
        return new Cost(wall, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds);
    }

    private void Require(byte[]? expected, string kind)
    {
        if (expected is not null && !room.AsSpan(0, expected.Length).SequenceEqual(expected))
        {
            throw new InvalidDataException($"{name}: c-blosc gives another {kind}");
        }
    }

    private ZarrOptions Options() => new() { MaxDegreeOfParallelism = test.Threads };

    private async Task<ZarrArray> OpenAsync(ZarrOptions options, CancellationToken cancellationToken) =>
        await ZarrArray.OpenAsync(new FileSystemStore(test.Output), new StorePrefix("0"), options, cancellationToken);

    private async Task<double> TimeAsync(IArraySource array, Region region, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await array.ReadAsync(region, room.AsMemory(0, (int)(region.Shape.ElementCount * array.DataType.Size)), cancellationToken);
        return clock.Elapsed.TotalMilliseconds;
    }

    private async Task<List<double>> TimesAsync(IArraySource array, IEnumerable<Region> regions, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        foreach (var region in regions)
        {
            times.Add(await TimeAsync(array, region, cancellationToken));
        }

        return times;
    }

    private async Task<double> PlanesAsync(ZarrArray array, CancellationToken cancellationToken)
    {
        var milliseconds = 0.0;
        foreach (var plane in RegionShapes.Planes(array.Shape))
        {
            milliseconds += await TimeAsync(array, plane, cancellationToken);
        }

        return milliseconds;
    }

    /// <summary>Milliseconds.</summary>
    private readonly record struct Cost(double Wall, double Cpu);
}
