using System.Globalization;
using System.Text.Json.Nodes;
using OmeZarr.Cli.Inputs;
using Zarr;

namespace OmeZarr.Cli.Conversion;

/// <summary>The summary of a conversion.</summary>
internal sealed record ConvertSummary(string Path, string Description, JsonObject SummaryJson, long BytesIn, long? BytesStored, double Seconds)
{
    /// <summary>A choice that was made for the user; null for none.</summary>
    internal string? Note { get; init; }

    /// <summary>What the output lacks or does against recommendations.</summary>
    internal IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What the input files do not give, and what was guessed.</summary>
    internal IReadOnlyList<InputFinding> Findings { get; init; } = [];

    /// <summary>The findings for people: a line for each message, with the first file that it is about.</summary>
    internal IEnumerable<string> FindingLines => Findings.GroupBy(finding => finding.Message).Select(alike =>
        $"warning: {alike.First().Path}: {alike.Key}{(alike.Count() > 1 ? $" (and {Counted.Of(alike.Count() - 1, "more file")})" : string.Empty)}");

    /// <summary>The summary for programs.</summary>
    internal string ToJson()
    {
        var summary = new JsonObject { ["path"] = Path };
        foreach (var (name, value) in SummaryJson)
        {
            summary[name] = value?.DeepClone();
        }

        summary["bytesIn"] = BytesIn;
        summary["bytesStored"] = BytesStored;
        summary["seconds"] = Math.Round(Seconds, 3);
        if (Warnings.Count > 0)
        {
            summary["warnings"] = JsonOutput.List(Warnings);
        }

        if (Findings.Count > 0)
        {
            summary["findings"] = JsonOutput.List(Findings.Select(finding => new JsonObject { ["kind"] = finding.KindName, ["file"] = finding.Path, ["message"] = finding.Message }));
        }

        return JsonOutput.Text(summary);
    }

    /// <summary>The summary for people: one line, and one for each warning.</summary>
    public override string ToString() =>
        $"{Path}  {Description}   {ByteSize.Text(BytesIn)}{(BytesStored is { } stored ? $" → {ByteSize.Text(stored)}" : string.Empty)}   {Seconds.ToString(Seconds < 0.1 ? "0.00" : "0.0", CultureInfo.InvariantCulture)} s"
        + (Note is null ? string.Empty : $"{Environment.NewLine}  note: {Note}")
        + string.Concat(Warnings.Select(warning => $"{Environment.NewLine}  warning: {warning}"));
}
