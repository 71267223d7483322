using System.Globalization;
using System.Text;

namespace Macro.Reporting;

/// <summary>The page with one table for each kind of target.</summary>
internal sealed class ResultsPage(ReportCase test, IReadOnlyList<string> missing, IReadOnlyList<Compared> compared, IReadOnlyList<Alone> alone, IReadOnlyList<Linear> linear)
{
    private const long MiB = 1 << 20;
    private const long MostBesideArray = 128 * MiB;
    private const long WriteBuffer = 256 * MiB;
    private const long ShardAndItsEncoding = 64 * MiB;
    private const long MostOfLinear = 512 * MiB;
    private const double MostGrowth = 1.2;

    private readonly StringBuilder page = new();

    internal string ToMarkdown()
    {
        Introduce();
        Compare("write", "Writing, against a plain loop over c-blosc", (input, compression) => Target.Writing(input, compression));
        Compare("read", "Reading, against a plain loop over c-blosc", (_, compression) => Target.Reading(compression));
        CompareThreads();
        CompareAlone(
            "Plane by plane, against the whole array at once", Target.Planes, one => one.Verb == "planes", (one, other) => other.Verb == "write" && other.Shards == one.Shards);
        CompareAlone(
            "With shards, against a file for each chunk", Target.Shards, one => one.Shards != "none", (one, other) => other.Verb == one.Verb && other.Shards == "none");
        ListMemory();
        ListLinear();
        return page.ToString();
    }

    private static string Met(bool isMet) => isMet ? "yes" : "**no**";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private void Introduce()
    {
        Line("# What was measured");
        Line();
        Line($"On {DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {Machine.Describe()}.");
        Line();
        Line("```sh");
        Line("dotnet build -c Release benchmarks/Macro");
        Line($"dotnet benchmarks/Macro/bin/Release/net10.0/macro.dll report --work FOLDER --shape {test.Shape} --repeat {test.Repeat}");
        Line("```");
        Line();
        Line("Ratios are medians of pairs of runs, taken in turns within one process, on the same file system; above 1 we are faster. `none` is compared with a loop that writes");
        Line("(reads) the same files without c-blosc. \"Bytes\" are those of our chunks as a share of those of c-blosc at its nominal level. \"CPU\" is the same ratio in");
        Line("CPU time, which other work on the machine disturbs less; the targets are for the ratio. MB are 10^6 bytes of pixels. In the table of two workers \"c-blosc\" is what its loop gains by the second.");
        Line("Figures of single processes are medians of their runs; the first of them also loads and compiles. Short runs are repeated until they have taken a second together.");
        if (missing.Count > 0)
        {
            Line();
            Line($"Left out, because the shared data were not there: {string.Join(", ", missing)}.");
        }
    }

    private void Compare(string operation, string title, Func<ReportInput, string, Target> targetOf)
    {
        Table(title, "input", "compression", "workers", "we, MB/s", "c-blosc, MB/s", "ratio", "CPU", "bytes", "target", "met");
        foreach (var one in compared.Where(one => one.Operation == operation))
        {
            var target = targetOf(one.Input, one.Compression);
            var bytes = operation == "write" ? one["size_ratio"] : 0;
            Row(
                one.Input.Kind,
                one.Compression,
                $"{one.Threads}",
                Number(one["ours_mb_per_s"], "F0"),
                Number(one["cblosc_mb_per_s"], "F0"),
                Number(one["throughput_ratio"], "F2"),
                Number(one["cpu_ratio"], "F2"),
                operation == "write" ? Number(bytes, "F4") : string.Empty,
                target.ToString(),
                Met(target.IsMet(one["throughput_ratio"], bytes)));
        }
    }

    private void CompareThreads()
    {
        // What is not compressed, or cannot be, waits for memory and files, not for workers; so does what is fast enough, and c-blosc with it.
        Table("Two workers, against one", "input", "compression", "operation", "one, MB/s", "two, MB/s", "ratio", "c-blosc", "target", "met");
        foreach (var group in compared.Where(one => one.Compression != "none" && one.Input.Kind is not ("zeros" or "random")).GroupBy(one => (one.Input.Kind, one.Compression, one.Operation)))
        {
            var (one, two) = (group.First(), group.Last());
            var ratio = one["ours_wall"] / two["ours_wall"];
            Row(
                one.Input.Kind,
                one.Compression,
                one.Operation,
                Number(one["ours_mb_per_s"], "F0"),
                Number(two["ours_mb_per_s"], "F0"),
                Number(ratio, "F2"),
                Number(one["cblosc_wall"] / two["cblosc_wall"], "F2"),
                Target.Scaling.ToString(),
                Met(Target.Scaling.IsMet(ratio)));
        }
    }

    private void CompareAlone(string title, Target target, Func<Alone, bool> isCompared, Func<Alone, Alone, bool> isYardstick)
    {
        Table(title, "input", "compression", "shards", "workers", "command", "it, s", "that, s", "ratio", "target", "met");
        foreach (var one in alone.Where(isCompared))
        {
            var that = alone.Single(other => other.Group == one.Group && isYardstick(one, other));
            var ratio = that.Wall / one.Wall;
            Row(
                one.Input.Kind,
                one.Compression,
                one.Shards,
                $"{one.Threads}",
                one.Verb,
                Number(one.Wall, "F3"),
                Number(that.Wall, "F3"),
                Number(ratio, "F2"),
                target.ToString(),
                Met(target.IsMet(ratio)));
        }
    }

    private void ListMemory()
    {
        Table("Peak memory (VmHWM), each in a process of its own", "input", "compression", "shards", "workers", "command", "peak, MiB", "array, MiB", "beside it, MiB", "target", "met");
        foreach (var one in alone)
        {
            var beside = one.Peak - one.Input.Length;
            var most = MostBesideArray + (one.Verb == "planes" ? WriteBuffer : 0) + (one.Shards == "none" ? 0 : one.Threads * ShardAndItsEncoding);
            Row(
                one.Input.Kind,
                one.Compression,
                one.Shards,
                $"{one.Threads}",
                one.Verb,
                $"{one.Peak / MiB}",
                $"{one.Input.Length / MiB}",
                $"{beside / MiB}",
                $"≤ {most / MiB}",
                Met(beside <= most));
        }
    }

    private void ListLinear()
    {
        Table("Cost that stays linear", "what", "command", "s", "seconds of each tenth", "last half / first", "peak, MiB", "target", "met");
        foreach (var one in linear)
        {
            var target = string.Create(CultureInfo.InvariantCulture, $"≤ {MostGrowth}, ≤ {MostOfLinear / MiB} MiB");
            Row(
                one.What,
                $"`macro {one.Command} --out FOLDER`",
                Number(one.Wall, "F1"),
                string.Join(", ", one.Tenths.Select(tenth => Number(tenth, "F2"))),
                Number(one.Growth, "F2"),
                $"{one.Peak / MiB}",
                target,
                Met(one.Growth <= MostGrowth && one.Peak <= MostOfLinear));
        }
    }

    private void Table(string title, params string[] columns)
    {
        Line();
        Line($"## {title}");
        Line();
        Row(columns);
        Row([.. columns.Select(_ => "---")]);
    }

    private void Row(params string[] cells) => Line($"| {string.Join(" | ", cells)} |");

    private void Line(string text = "") => page.Append(text).Append('\n');
}
