using System.Globalization;
using System.Text;

namespace Macro.Reporting;

/// <summary>The page with one table for each kind of target.</summary>
internal sealed class ResultsPage(ReportCase test, IReadOnlyList<string> missing, IReadOnlyList<Compared> compared, IReadOnlyList<Alone> alone)
{
    private const long MiB = 1 << 20;
    private const long MostBesideArray = 128 * MiB;
    private const long WriteBuffer = 256 * MiB;

    private readonly StringBuilder page = new();

    internal string ToMarkdown()
    {
        Introduce();
        Compare("write", "Writing, against a plain loop over c-blosc", (input, compression) => Target.Writing(input, compression));
        Compare("read", "Reading, against a plain loop over c-blosc", (_, compression) => Target.Reading(compression));
        CompareThreads();
        ComparePlanes();
        ListMemory();
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
        Line("(reads) the same files without c-blosc. \"Bytes\" are those of our chunks as a share of those of c-blosc at its nominal level. MB are 10^6 bytes of pixels.");
        if (missing.Count > 0)
        {
            Line();
            Line($"Left out, because the shared data were not there: {string.Join(", ", missing)}.");
        }
    }

    private void Compare(string operation, string title, Func<ReportInput, string, Target> targetOf)
    {
        Table(title, "input", "compression", "workers", "we, MB/s", "c-blosc, MB/s", "ratio", "bytes", "target", "met");
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
                operation == "write" ? Number(bytes, "F4") : string.Empty,
                target.ToString(),
                Met(target.IsMet(one["throughput_ratio"], bytes)));
        }
    }

    private void CompareThreads()
    {
        Table("Two workers, against one", "input", "compression", "operation", "one, MB/s", "two, MB/s", "ratio", "target", "met");
        foreach (var group in compared.GroupBy(one => (one.Input.Kind, one.Compression, one.Operation)))
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
                Target.Scaling.ToString(),
                Met(Target.Scaling.IsMet(ratio)));
        }
    }

    private void ComparePlanes()
    {
        Table("Plane by plane, against the whole array at once", "input", "compression", "workers", "whole, s", "planes, s", "ratio", "target", "met");
        foreach (var planes in alone.Where(one => one.Verb == "planes"))
        {
            var whole = alone.Single(one => one with { Lines = planes.Lines, Verb = planes.Verb } == planes && one.Verb == "write");
            var ratio = whole.Wall / planes.Wall;
            Row(
                planes.Input.Kind,
                planes.Compression,
                $"{planes.Threads}",
                Number(whole.Wall, "F3"),
                Number(planes.Wall, "F3"),
                Number(ratio, "F2"),
                Target.Planes.ToString(),
                Met(Target.Planes.IsMet(ratio)));
        }
    }

    private void ListMemory()
    {
        Table("Peak memory (VmHWM), each in a process of its own", "input", "compression", "workers", "command", "peak, MiB", "array, MiB", "beside it, MiB", "target", "met");
        foreach (var one in alone)
        {
            var beside = one.Peak - one.Input.Length;
            var most = one.Verb == "planes" ? MostBesideArray + WriteBuffer : MostBesideArray;
            Row(
                one.Input.Kind,
                one.Compression,
                $"{one.Threads}",
                one.Verb,
                $"{one.Peak / MiB}",
                $"{one.Input.Length / MiB}",
                $"{beside / MiB}",
                $"≤ {most / MiB}",
                Met(beside <= most));
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
