using System.Diagnostics;
using System.Text.Json.Nodes;
using OmeZarr;

namespace Macro;

/// <summary>How long each tenth of some work took: where cost is linear they are alike.</summary>
internal sealed class Tenths : IProgress<WriteProgress>
{
    private const int Count = 10;

    private readonly Lock gate = new();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly double[] ends = new double[Count];
    private int ended;

    /// <summary>Notes that so many parts of the work are done.</summary>
    internal void Report(long done, long total)
    {
        lock (gate)
        {
            while (ended < Count && done * Count >= total * (ended + 1))
            {
                ends[ended++] = clock.Elapsed.TotalSeconds;
            }
        }
    }

    void IProgress<WriteProgress>.Report(WriteProgress value) => Report(value.ChunksWritten, value.ChunksTotal);

    /// <summary>Prints the whole, the tenths and the most memory that the process had, as a line of JSON.</summary>
    internal void Print() => Console.WriteLine(new JsonObject
    {
        ["write_wall"] = Math.Round(clock.Elapsed.TotalSeconds, 3),
        ["seconds_by_tenth"] = new JsonArray([.. ends.Select((end, i) => JsonValue.Create(Math.Round(end - (i == 0 ? 0 : ends[i - 1]), 3)))]),
        ["rss_peak"] = Measurement.PeakResidentBytes(),
    }.ToJsonString());
}
