using OmeZarr.Cli.Reporting;
using Zarr;

namespace OmeZarr.Cli.Validating;

/// <summary>The verdicts on stores for people: what is wrong, where, and what to do; the stores with errors first.</summary>
internal static class ValidationText
{
    private const int SeverityWidth = 9;
    private const int MostNames = 8;

    internal static string Text(IReadOnlyList<StoreVerdict> verdicts, bool quiet)
    {
        var lines = new List<string>();
        foreach (var verdict in verdicts.Where(verdict => !verdict.IsValid).Concat(verdicts.Where(verdict => verdict.IsValid && !quiet && FindingsOf(verdict) > 0)))
        {
            AddStore(lines, verdict, quiet);
        }

        if (!quiet)
        {
            AddSummary(lines, verdicts);
        }

        return string.Join('\n', lines.Select(line => line.ReplaceLineEndings(" "))); // a name must not begin a line of its own
    }

    private static long FindingsOf(StoreVerdict verdict) => verdict.Report is { } report ? report.ErrorCount + report.WarningCount + report.AdviceCount + (verdict.Remarks?.Count ?? 0) : 1;

    private static void AddStore(List<string> lines, StoreVerdict verdict, bool quiet)
    {
        lines.Add($"{verdict.Path}   {(verdict.Report is { } judged ? $"{KindOf(judged)}: {CountsOf(judged)}" : verdict.Problem)}");
        foreach (var remark in quiet ? [] : verdict.Remarks ?? [])
        {
            lines.Add($"  {"archive".PadRight(SeverityWidth)}{remark}");
        }

        foreach (var group in verdict.Report is { } report ? FindingGroup.Of(report) : [])
        {
            if (!quiet || group.Shown[0].Severity == Severity.Error)
            {
                AddGroup(lines, group);
            }
        }
    }

    private static void AddGroup(List<string> lines, FindingGroup group)
    {
        foreach (var finding in group.Shown)
        {
            var place = finding.Location.Length > 0 ? $" {finding.Location}" : string.Empty;
            lines.Add($"  {finding.Severity.ToString().ToLowerInvariant().PadRight(SeverityWidth)}/{finding.NodePath}{place}: {finding.Message}   [{finding.RuleId}]");
        }

        if (group.Others is { } others)
        {
            lines.Add($"  {string.Empty.PadRight(SeverityWidth)}{others}");
        }

        if (group.Explanation is { } explanation)
        {
            lines.Add($"  {string.Empty.PadRight(SeverityWidth)}{explanation}");
        }
    }

    private static void AddSummary(List<string> lines, IReadOnlyList<StoreVerdict> verdicts)
    {
        string[] clean = [.. verdicts.Where(verdict => verdict.IsValid && FindingsOf(verdict) == 0).Select(verdict => verdict.Path)];
        if (verdicts.Count == 1)
        {
            lines.AddRange(clean.Select(path => $"{path}   {KindOf(verdicts[0].Report!)}: valid"));
        }
        else if (clean.Length > 0)
        {
            lines.Add($"no findings in {Counted.Of(clean.Length, "store")}: {Counted.List(clean, MostNames, " · ", "and # more")}");
        }

        var reports = verdicts.Select(verdict => verdict.Report).OfType<ValidationReport>().ToList();
        var checkedParts = new List<string> { $"{Numbered(reports.Sum(report => report.NodesChecked), "node")} checked" };
        var chunks = reports.Sum(report => report.ChunksChecked);
        checkedParts.AddRange(chunks > 0 ? [$"{Numbered(chunks, "chunk")} read, {ByteSize.Text(reports.Sum(report => report.BytesChecked))}"] : []);
        lines.Add($"{(verdicts.Count > 1 ? Total(verdicts) + "; " : string.Empty)}{string.Join(", ", checkedParts)}");
    }

    private static string Total(IReadOnlyList<StoreVerdict> verdicts)
    {
        var broken = verdicts.Count(verdict => verdict.Report is { IsValid: false });
        var unjudged = verdicts.Count(verdict => verdict.Report is null);
        return $"{Counted.Of(verdicts.Count, "store")}: {verdicts.Count(verdict => verdict.IsValid)} valid, {broken} with errors{(unjudged > 0 ? $", {unjudged} could not be judged" : string.Empty)}";
    }

    private static string KindOf(ValidationReport report) => report.Kind is { } kind ? $"OME-Zarr {report.Version} {KindName.Of(kind)}" : "Zarr group";

    private static string CountsOf(ValidationReport report)
    {
        (long Count, string Noun)[] counts = [(report.ErrorCount, "error"), (report.WarningCount, "warning")];
        string[] parts = [.. counts.Where(one => one.Count > 0).Select(one => Numbered(one.Count, one.Noun)), .. report.AdviceCount > 0 ? [$"{report.AdviceCount:N0} advice"] : Array.Empty<string>()];
        return (report.IsValid ? "valid, " : string.Empty) + string.Join(", ", parts);
    }

    private static string Numbered(long count, string noun) => $"{count:N0} {Counted.Noun(count, noun)}";
}
