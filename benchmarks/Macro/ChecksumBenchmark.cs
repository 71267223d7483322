using System.Diagnostics;
using System.Text.Json.Nodes;
using OmeZarr;
using Zarr;
using Zarr.Stores;

namespace Macro;

/// <summary>Writes and reads an image with checksums and without, in turns, with each compression; then counts which flipped bits are noticed.</summary>
internal static class ChecksumBenchmark
{
    internal static async Task RunAsync(WriteCase test, int repeat, int flips, CancellationToken cancellationToken)
    {
        var input = test.Input.Load();
        foreach (var compression in Compression.All)
        {
            var one = test with { Compression = compression };
            await ComparePricesAsync(one, input.Source, repeat, cancellationToken);
            foreach (var checksums in flips > 0 ? [false, true] : Array.Empty<bool>())
            {
                await new FlippedBits(RequestOf(one with { Checksums = checksums }, input.Source), input.Source).RunAsync(flips);
            }
        }
    }

    private static ArrayRequest RequestOf(WriteCase test, IArraySource pixels)
    {
        var chunks = test.Chunks.For(pixels.Shape, pixels.DataType);
        return new ArrayRequest
        {
            Path = string.Empty,
            Shape = pixels.Shape,
            DataType = pixels.DataType,
            Chunks = chunks,
            Shards = test.Shards.For(pixels.Shape, chunks, pixels.DataType),
            Compression = test.Compression,
            Checksums = test.Checksums,
            DimensionNames = [.. test.Image().Multiscales[0].Axes.Select(axis => axis.Name)],
            MaxDegreeOfParallelism = test.Threads,
        };
    }

    private static async Task ComparePricesAsync(WriteCase test, IArraySource pixels, int repeat, CancellationToken cancellationToken)
    {
        var (without, with) = (new List<Figures>(), new List<Figures>());
        for (var run = 0; run <= repeat; run++)
        {
            // Who is first changes, and the first pair warms up.
            foreach (var checksums in run % 2 == 0 ? [false, true] : new[] { true, false })
            {
                var figures = await MeasureAsync(test with { Checksums = checksums }, pixels, cancellationToken);
                (checksums ? with : without).AddRange(run == 0 ? [] : [figures]);
            }
        }

        Console.WriteLine(new JsonObject
        {
            ["compression"] = test.Compression.Name,
            ["pairs"] = repeat,
            ["write_without"] = MedianOf(without.Select(one => one.Write.Wall)),
            ["write_with"] = MedianOf(with.Select(one => one.Write.Wall)),
            ["write_ratio"] = MedianOf(with.Zip(without, (a, b) => a.Write.Wall / b.Write.Wall)),
            ["write_cpu_without"] = MedianOf(without.Select(one => one.Write.Cpu)),
            ["write_cpu_ratio"] = MedianOf(with.Zip(without, (a, b) => a.Write.Cpu / b.Write.Cpu)),
            ["read_without"] = MedianOf(without.Select(one => one.Read.Wall)),
            ["read_with"] = MedianOf(with.Select(one => one.Read.Wall)),
            ["read_ratio"] = MedianOf(with.Zip(without, (a, b) => a.Read.Wall / b.Read.Wall)),
            ["read_cpu_without"] = MedianOf(without.Select(one => one.Read.Cpu)),
            ["read_cpu_ratio"] = MedianOf(with.Zip(without, (a, b) => a.Read.Cpu / b.Read.Cpu)),
            ["more_bytes"] = with.Count > 0 ? with[0].Bytes - without[0].Bytes : 0,
        }.ToJsonString());
    }

    private static async Task<Figures> MeasureAsync(WriteCase test, IArraySource pixels, CancellationToken cancellationToken)
    {
        test.Prepare();

        var write = await TimeAsync(() => OmeWriter.WriteImageAsync(test.Output, test.Image(), pixels, test.Options(), cancellationToken: cancellationToken));
        var bytes = new DirectoryInfo(test.Output).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Name == "zarr.json" ? 0 : file.Length);
        IArraySource array = await ZarrArray.OpenAsync(new FileSystemStore(test.Output), new StorePrefix("0"), new ZarrOptions { MaxDegreeOfParallelism = test.Threads }, cancellationToken);
        var regions = ReadBenchmark.Regions(array).ToList();
        var room = new byte[regions[0].Shape.ElementCount * array.DataType.Size];
        var read = await TimeAsync(async () =>
        {
            foreach (var region in regions)
            {
                await array.ReadAsync(region, room.AsMemory(0, (int)(region.Shape.ElementCount * array.DataType.Size)), cancellationToken);
            }
        });
        return new Figures(write, read, bytes);
    }

    private static async Task<Seconds> TimeAsync(Func<Task> work)
    {
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await work();
        return new Seconds(clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }

    private static double MedianOf(IEnumerable<double> values) => values.ToList() is { Count: > 0 } some ? Math.Round(Median.Of(some), 3) : 0;

    private readonly record struct Seconds(double Wall, double Cpu);

    private readonly record struct Figures(Seconds Write, Seconds Read, long Bytes);
}
