using System.Globalization;
using System.Text.Json.Nodes;

namespace OmeZarr.Cli.Conversion;

/// <summary>The summary of a conversion.</summary>
internal sealed record ConvertSummary(string Path, string Description, JsonObject SummaryJson, long BytesIn, long BytesStored, double Seconds)
{
    /// <summary>A choice that was made for the user; null for none.</summary>
    internal string? Note { get; init; }

    /// <summary>What the output lacks of the input, and what was guessed.</summary>
    internal IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>What the output lacks or does against recommendations.</summary>
    internal IReadOnlyList<string> Warnings { get; init; } = [];

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
        if (Warnings.Count + Findings.Count > 0)
        {
            summary["warnings"] = JsonOutput.List(Findings.Concat(Warnings));
        }

        return JsonOutput.Text(summary);
    }

    /// <summary>The summary for people: one line, and one for each warning.</summary>
    public override string ToString() =>
        $"{Path}  {Description}   {ByteSize.Text(BytesIn)} → {ByteSize.Text(BytesStored)}   {Seconds.ToString(Seconds < 0.1 ? "0.00" : "0.0", CultureInfo.InvariantCulture)} s"
        + (Note is null ? string.Empty : $"{Environment.NewLine}  note: {Note}")
        + string.Concat(Warnings.Select(warning => $"{Environment.NewLine}  warning: {warning}"));
}
