using System.Text.Json.Nodes;

namespace Macro.Comparing;

/// <summary>Prints the runs of both sides, and at the end how they compare. Rounds below 0 warm up and do not count.</summary>
internal sealed class PairReport(string operation, BloscRecipe recipe, int threads, long inputBytes)
{
    private readonly Dictionary<string, List<Timed>> times = new() { ["ours"] = [], ["cblosc"] = [] };
    private readonly Dictionary<string, long> stored = [];

    /// <summary>Seconds that the runs of the faster side have taken together.</summary>
    internal double LeastWall => times.Values.Min(side => side.Sum(timed => timed.Wall));

    internal void Add(string side, int round, Timed timed, long storedBytes)
    {
        if (round < 0)
        {
            return;
        }

        times[side].Add(timed);
        stored[side] = storedBytes;
        Print(new JsonObject
        {
            ["operation"] = operation,
            ["compression"] = recipe.Name,
            ["level"] = recipe.Level,
            ["threads"] = threads,
            ["side"] = side,
            ["repeat"] = round,
            ["wall"] = Math.Round(timed.Wall, 4),
            ["cpu"] = Math.Round(timed.Cpu, 4),
            ["mb_per_s"] = Math.Round(inputBytes / 1e6 / timed.Wall, 1),
            ["stored_bytes"] = storedBytes,
        });
    }

    /// <summary>Medians of the ratios within a pair: what slows the machine for a while slows both.</summary>
    internal void Summarize()
    {
        var pairs = times["ours"].Zip(times["cblosc"]).ToList();
        Print(new JsonObject
        {
            ["summary"] = operation,
            ["compression"] = recipe.Name,
            ["level"] = recipe.Level,
            ["threads"] = threads,
            ["throughput_ratio"] = Math.Round(Median.Of(pairs.Select(pair => pair.Second.Wall / pair.First.Wall)), 3),
            ["cpu_ratio"] = Math.Round(Median.Of(pairs.Select(pair => pair.Second.Cpu / pair.First.Cpu)), 3),
            ["size_ratio"] = stored["cblosc"] == 0 ? 1 : Math.Round(stored["ours"] / (double)stored["cblosc"], 5),
            ["ours_wall"] = Math.Round(Median.Of(times["ours"].Select(timed => timed.Wall)), 4),
            ["cblosc_wall"] = Math.Round(Median.Of(times["cblosc"].Select(timed => timed.Wall)), 4),
            ["ours_mb_per_s"] = Math.Round(inputBytes / 1e6 / Median.Of(times["ours"].Select(timed => timed.Wall)), 1),
            ["cblosc_mb_per_s"] = Math.Round(inputBytes / 1e6 / Median.Of(times["cblosc"].Select(timed => timed.Wall)), 1),
        });
    }

    private static void Print(JsonObject line) => Console.WriteLine(line.ToJsonString());
}
