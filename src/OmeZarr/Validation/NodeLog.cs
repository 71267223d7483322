using OmeZarr.Rules;
using OmeZarr.Rules.Hierarchy;

namespace OmeZarr.Validating;

/// <summary>Reports what the check of one node finds. Not thread-safe.</summary>
/// <param name="collector">Takes the findings.</param>
/// <param name="path">Path of the node.</param>
/// <param name="stage">The check.</param>
internal sealed class NodeLog(FindingCollector collector, string path, FindingStage stage = FindingStage.Node)
{
    private int count;

    /// <summary>Whether the severities of 0.4 count.</summary>
    public bool Is04 { get; set; }

    public void Add(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            collector.Add(path, new(stage, count++), finding);
        }
    }

    /// <summary>Reports a violation at the node.</summary>
    public void Report(StoreRule rule, string message) => Report(rule, string.Empty, message);

    /// <summary>Reports a violation at a location in the document of the node.</summary>
    public void Report(StoreRule rule, string location, string message) => Report(path, stage, rule, location, message);

    /// <summary>Reports a violation of a node below.</summary>
    public void ReportBelow(string below, StoreRule rule, string location, string message) => Report(below, FindingStage.Above, rule, location, message);

    private void Report(string at, FindingStage by, Rule rule, string location, string message)
    {
        if (collector.Wants(rule.Id))
        {
            var severity = Is04 ? rule.SeverityIn04 ?? rule.Severity : rule.Severity;
            collector.Add(at, new(by, count++), new Finding(rule.Id, severity, location, FindingText.Sanitize(message)));
        }
    }
}
