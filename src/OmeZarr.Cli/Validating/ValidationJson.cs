using System.Text.Json.Nodes;
using OmeZarr.Cli.Reporting;

namespace OmeZarr.Cli.Validating;

/// <summary>The verdicts on stores for programs.</summary>
internal static class ValidationJson
{
    internal static JsonObject Of(IReadOnlyCollection<StoreVerdict> verdicts) => new()
    {
        ["valid"] = verdicts.All(verdict => verdict.IsValid),
        ["stores"] = JsonOutput.List(verdicts.Select(Of)),
    };

    internal static JsonObject Of(StoreVerdict verdict)
    {
        var json = Judged(verdict);
        if (verdict.Remarks is { } remarks)
        {
            json["remarks"] = JsonOutput.List(remarks);
        }

        return json;
    }

    private static JsonObject Judged(StoreVerdict verdict) => verdict.Report is not { } report
        ? new() { ["path"] = verdict.Path, ["valid"] = null, ["problem"] = verdict.Problem }
        : new()
        {
            ["path"] = verdict.Path,
            ["valid"] = report.IsValid,
            ["version"] = report.Version,
            ["type"] = report.Kind is { } kind ? KindName.Of(kind) : null,
            ["errors"] = report.ErrorCount,
            ["warnings"] = report.WarningCount,
            ["advice"] = report.AdviceCount,
            ["nodesChecked"] = report.NodesChecked,
            ["arraysChecked"] = report.ArraysChecked,
            ["chunksChecked"] = report.ChunksChecked,
            ["bytesChecked"] = report.BytesChecked,
            ["findings"] = JsonOutput.List(report.Findings.Select(Of)),
        };

    private static JsonObject Of(StoreFinding finding) => new()
    {
        ["severity"] = finding.Severity.ToString().ToLowerInvariant(),
        ["rule"] = finding.RuleId,
        ["node"] = finding.NodePath,
        ["location"] = finding.Location,
        ["message"] = finding.Message,
        ["remedy"] = finding.Rule?.Remedy,
        ["source"] = finding.Rule?.Source,
        ["fixable"] = finding.Rule?.Fixable ?? false,
    };
}
