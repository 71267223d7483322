using System.Text.Json.Nodes;

namespace Macro.Reporting;

/// <summary>A summary of <c>macro compare</c>.</summary>
internal sealed record Compared(ReportInput Input, string Operation, string Compression, int Threads, JsonObject Line)
{
    internal double this[string member] => Line[member]!.GetValue<double>();
}

/// <summary>The runs of one process: <c>macro write</c>, <c>planes</c> or <c>read</c>.</summary>
internal sealed record Alone(ReportInput Input, string Verb, string Compression, string Shards, int Threads, JsonObject[] Lines)
{
    /// <summary>What the same process did in all but the verb and the shards.</summary>
    internal (string Input, string Compression, int Threads) Group => (Input.Kind, Compression, Threads);

    /// <summary>Seconds of the run in the middle.</summary>
    internal double Wall
    {
        get
        {
            var member = Verb == "read" ? "read_wall" : "write_wall";
            double[] walls = [.. Lines.Select(line => line[member]!.GetValue<double>()).Order()];
            return walls[walls.Length / 2];
        }
    }

    /// <summary>The most bytes that the process had in memory by the end of its first run; later runs add what those before them left to the garbage collector.</summary>
    internal long Peak => Lines[0]["rss_peak"]!.GetValue<long>();
}

/// <summary>A run whose tenths should take equally long.</summary>
internal sealed record Linear(string What, string Command, JsonObject Line)
{
    internal double Wall => Line["write_wall"]!.GetValue<double>();

    internal long Peak => Line["rss_peak"]!.GetValue<long>();

    internal double[] Tenths => [.. Line["seconds_by_tenth"]!.AsArray().Select(one => one!.GetValue<double>())];

    /// <summary>What the last half took against the first.</summary>
    internal double Growth => Tenths[(Tenths.Length / 2)..].Sum() / Tenths[..(Tenths.Length / 2)].Sum();
}
