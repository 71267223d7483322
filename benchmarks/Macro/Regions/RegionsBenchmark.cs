using System.Diagnostics;
using System.Text.Json.Nodes;
using OmeZarr;
using Zarr;
using Zarr.Stores;

namespace Macro.Regions;

/// <summary>Times the reading of small regions of an image, plain and sharded: as they are, and grown to whole chunks, which is what decoding whole chunks costs.</summary>
internal static class RegionsBenchmark
{
    // Files that were changed within the last seconds have no version, so that nothing of them is cached.
    private static readonly TimeSpan UntilVersioned = TimeSpan.FromSeconds(4);

    internal static async Task RunAsync(WriteCase test, int repeat, CancellationToken cancellationToken)
    {
        var input = test.Input.Load();
        foreach (var (name, shards) in new[] { ("plain", ShardShape.None), ("sharded", ShardShape.Auto) })
        {
            var one = test with { Shards = shards };
            one.Prepare();
            await OmeWriter.WriteImageAsync(one.Output, one.Image(), input.Source, one.Options(), cancellationToken: cancellationToken);
            await Task.Delay(UntilVersioned, cancellationToken);
            await new RegionsCase(one, $"{one.Compression.Name}, {name}", repeat).RunAsync(cancellationToken);
        }
    }
}

/// <summary>One stored image.</summary>
internal sealed class RegionsCase(WriteCase test, string name, int repeat)
{
    private byte[] room = [];

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var array = await OpenAsync(new ZarrOptions { MaxDegreeOfParallelism = test.Threads }, cancellationToken);
        room = new byte[array.Shape.ElementCount * array.DataType.Size];
        var random = new Random(1);
        var blocks = DecodedBytes.Of(array, test.Output);
        foreach (var (kind, shape) in Kinds(array.Shape))
        {
            var regions = Enumerable.Range(0, 8).Select(_ => At(random, array.Shape, shape)).ToArray();
            var (small, grown) = (new List<double>(), new List<double>());
            for (var run = 0; run <= repeat; run++)
            {
                foreach (var region in regions)
                {
                    var pair = (await TimeAsync(array, region, cancellationToken), await TimeAsync(array, Grown(array, region), cancellationToken));
                    (run == 0 ? [] : small).Add(pair.Item1);
                    (run == 0 ? [] : grown).Add(pair.Item2);
                }
            }

            Print(kind, Median.Of(small), Median.Of(grown), regions.Average(region => Bytes(array, region)), regions.Average(blocks.Count), regions.Average(blocks.CountWhole));
        }

        await SequenceAsync(array, cancellationToken);
    }

    private static (string Kind, long[] Shape)[] Kinds(Shape array)
    {
        var (z, y, x) = (array[array.Rank - 3], array[array.Rank - 2], array[array.Rank - 1]);
        return
        [
            ("plane", [1, y, x]),
            ("tile of 256 x 256", [1, 256, 256]),
            ("tile of 16 x 16", [1, 16, 16]),
            ("point", [1, 1, 1]),
            ("cube of 64", [Math.Min(64, z), 64, 64]),
            ("column along z", [z, 1, 1]),
        ];
    }

    private static Region At(Random random, Shape array, long[] last)
    {
        long[] lengths = [.. Enumerable.Repeat(1L, array.Rank - last.Length), .. last.Select((length, d) => Math.Min(length, array[array.Rank - last.Length + d]))];
        return new Region([.. lengths.Select((length, d) => random.NextInt64(array[d] - length + 1))], Shape.Create(lengths));
    }

    /// <summary>The region with all of every chunk that it touches, of the inner chunks if there are shards.</summary>
    private static Region Grown(ZarrArray array, Region region)
    {
        var chunk = array.InnerChunkShape ?? array.ChunkShape;
        var (offset, lengths) = (new long[region.Rank], new long[region.Rank]);
        for (var d = 0; d < region.Rank; d++)
        {
            offset[d] = region.Offset[d] / chunk[d] * chunk[d];
            lengths[d] = Math.Min(array.Shape[d], (region.Offset[d] + region.Shape[d] + chunk[d] - 1) / chunk[d] * chunk[d]) - offset[d];
        }

        return new Region(offset, Shape.Create(lengths));
    }

    private static long Bytes(ZarrArray array, Region region) => region.Shape.ElementCount * array.DataType.Size;

    private async Task<ZarrArray> OpenAsync(ZarrOptions options, CancellationToken cancellationToken) =>
        await ZarrArray.OpenAsync(new FileSystemStore(test.Output), new StorePrefix("0"), options, cancellationToken);

    private async Task<double> TimeAsync(IArraySource array, Region region, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await array.ReadAsync(region, room.AsMemory(0, (int)(region.Shape.ElementCount * array.DataType.Size)), cancellationToken);
        return clock.Elapsed.TotalMilliseconds;
    }

    /// <summary>Everything plane by plane along z, without and with a cache of blocks, against everything at once.</summary>
    private async Task SequenceAsync(ZarrArray array, CancellationToken cancellationToken)
    {
        var (all, without, with) = (new List<Cost>(), new List<Cost>(), new List<Cost>());

        // Too small to hold anything until the next round.
        var cached = await OpenAsync(new ZarrOptions { MaxDegreeOfParallelism = test.Threads, BlockCacheBytes = 8 << 20 }, cancellationToken);
        for (var run = 0; run <= repeat; run++)
        {
            (run == 0 ? [] : all).Add(await CostAsync(() => TimeAsync(array, Region.Whole(array.Shape), cancellationToken)));
            (run == 0 ? [] : without).Add(await CostAsync(() => PlanesAsync(array, cancellationToken)));
            (run == 0 ? [] : with).Add(await CostAsync(() => PlanesAsync(cached, cancellationToken)));
        }

        Console.WriteLine(new JsonObject
        {
            ["store"] = name,
            ["what"] = "all planes in sequence",
            ["all_at_once_ms"] = Math.Round(Median.Of(all.Select(one => one.Wall)), 3),
            ["without_cache"] = Ratio(without, all, one => one.Wall),
            ["with_cache"] = Ratio(with, all, one => one.Wall),
            ["all_at_once_cpu_ms"] = Math.Round(Median.Of(all.Select(one => one.Cpu)), 3),
            ["without_cache_cpu"] = Ratio(without, all, one => one.Cpu),
            ["with_cache_cpu"] = Ratio(with, all, one => one.Cpu),
        }.ToJsonString());
    }

    private static double Ratio(List<Cost> some, List<Cost> others, Func<Cost, double> of) => Math.Round(Median.Of(some.Zip(others, (one, other) => of(one) / of(other))), 2);

    private static async Task<Cost> CostAsync(Func<Task<double>> work)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var wall = await work();
        return new Cost(wall, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds);
    }

    private async Task<double> PlanesAsync(ZarrArray array, CancellationToken cancellationToken)
    {
        var (leading, last) = (array.Shape.Rank - 2, array.Shape.Rank - 1);
        var planes = array.Shape.ElementCount / array.Shape[last] / array.Shape[leading];
        var milliseconds = 0.0;
        for (var plane = 0L; plane < planes; plane++)
        {
            var (rest, offset) = (plane, new long[array.Shape.Rank]);
            for (var d = leading - 1; d >= 0; d--)
            {
                (rest, offset[d]) = Math.DivRem(rest, array.Shape[d]);
            }

            Shape shape = [.. Enumerable.Repeat(1L, leading), array.Shape[leading], array.Shape[last]];
            milliseconds += await TimeAsync(array, new Region(offset, shape), cancellationToken);
        }

        return milliseconds;
    }

    private void Print(string kind, double small, double grown, double region, double needed, double whole) => Console.WriteLine(new JsonObject
    {
        ["store"] = name,
        ["what"] = kind,
        ["ms"] = Math.Round(small, 3),
        ["whole_chunks_ms"] = Math.Round(grown, 3),
        ["ratio"] = Math.Round(grown / small, 1),
        ["region_kb"] = Math.Round(region / 1e3, 1),
        ["decoded_kb"] = Math.Round(needed / 1e3, 1),
        ["chunks_kb"] = Math.Round(whole / 1e3, 1),
    }.ToJsonString());

    /// <summary>Milliseconds.</summary>
    private readonly record struct Cost(double Wall, double Cpu);
}
