using System.Text.Json.Nodes;
using Macro.Comparing;
using Macro.Reporting;
using OmeZarr;

namespace Macro.Regions;

/// <summary>Times the reading of small regions of an image, with each compression, plain and sharded: as they are, and grown to whole chunks, which is what decoding whole chunks costs.</summary>
internal static class RegionsBenchmark
{
    // Files that were changed within the last seconds have no version, so that nothing of them is cached.
    private static readonly TimeSpan UntilVersioned = TimeSpan.FromSeconds(4);

    internal static async Task RunAsync(WriteCase test, IReadOnlyList<Compression> compressions, int repeat, bool asTables, CancellationToken cancellationToken)
    {
        var blosc = LoadedOrNull();
        var stores = await WriteAsync(test, compressions, cancellationToken);
        await Task.Delay(UntilVersioned, cancellationToken);
        var lines = new List<JsonObject>();
        foreach (var (name, store) in stores)
        {
            await Console.Error.WriteLineAsync(name);
            lines.AddRange(await new RegionsCase(store, name, repeat, blosc).RunAsync(cancellationToken));
            lines.Add(await FreshAsync(name, store, cancellationToken));
        }

        foreach (var line in asTables ? RegionsPage.Lines(lines, blosc?.Version) : lines.Select(line => line.ToJsonString()))
        {
            Console.WriteLine(line);
        }
    }

    private static LibBlosc? LoadedOrNull()
    {
        try
        {
            return LibBlosc.Load();
        }
        catch (DllNotFoundException missing)
        {
            Console.Error.WriteLine($"without the column of c-blosc: {missing.Message}");
            return null;
        }
    }

    private static async Task<List<(string Name, WriteCase Store)>> WriteAsync(WriteCase test, IReadOnlyList<Compression> compressions, CancellationToken cancellationToken)
    {
        var input = test.Input.Load();
        var stores = new List<(string Name, WriteCase Store)>();
        foreach (var compression in compressions)
        {
            foreach (var (kind, shards) in new[] { ("plain", ShardShape.None), ("sharded", ShardShape.Auto) })
            {
                var one = test with { Shards = shards, Compression = compression, Output = Path.Join(test.Output, $"{compression.Name}-{kind}.ome.zarr") };
                one.Prepare();
                await OmeWriter.WriteImageAsync(one.Output, one.Image(), input.Source, one.Options(), cancellationToken: cancellationToken);
                stores.Add(($"{compression.Name}, {kind}", one));
            }
        }

        return stores;
    }

    /// <summary>Memory and time of processes that read once.</summary>
    private static async Task<JsonObject> FreshAsync(string name, WriteCase store, CancellationToken cancellationToken)
    {
        var line = new JsonObject { ["store"] = name, ["what"] = "fresh processes" };
        foreach (var what in FreshRead.Kinds)
        {
            var found = await Child.RunAsync(["fresh", "--in", store.Output, "--what", what, "--threads", $"{store.Threads}"], cancellationToken);
            line[$"{what}_ms"] = found[0]["ms"]!.GetValue<double>();
            line[$"{what}_cpu_ms"] = found[0]["cpu_ms"]!.GetValue<double>();
            line[$"{what}_mb"] = found[0]["mb"]!.GetValue<double>();
        }

        return line;
    }
}
