using System.Text.Json.Nodes;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Validating;

/// <summary>What was mended in a store.</summary>
/// <param name="Path">The folder, as the user wrote it.</param>
/// <param name="Report">The changes; null if the store could not be mended.</param>
/// <param name="Problem">The reason why it could not; null if it was.</param>
internal sealed record StoreFix(string Path, FixReport? Report, string? Problem)
{
    /// <summary>Whether there is nothing left to do for the rules.</summary>
    internal bool IsDone(bool isDryRun) => Report is { Unfixed.Count: 0 } report && (report.Changes.Count == 0 || !isDryRun);

    internal static async Task<StoreFix> RunAsync(StoreLocation store, IReadOnlyCollection<string> rules, bool isDryRun, CancellationToken cancellationToken)
    {
        try
        {
            return new StoreFix(store.ToString(), await OmeStoreFixer.FixAsync(store, rules, isDryRun, cancellationToken).ConfigureAwait(false), null);
        }
        catch (Exception error) when (error is ZarrException or OmeZarrException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return new StoreFix(store.ToString(), null, $"could not be mended: {error.Message.Split('\n')[0]}");
        }
    }

    /// <summary>The changes of several stores for people.</summary>
    internal static string ToText(IReadOnlyCollection<StoreFix> fixes, bool isDryRun)
    {
        var lines = fixes.SelectMany(fix => fix.Lines()).ToList();
        var documents = fixes.Sum(fix => fix.Report?.Changes.Count ?? 0);
        lines.Add(documents == 0 ? "nothing was changed" : $"{Counted.Of(documents, "document")} {(isDryRun ? "would be changed; nothing was" : "changed")}");
        return string.Join('\n', lines.Select(line => line.ReplaceLineEndings(" ")));
    }

    internal JsonObject ToJson() => Report is not { } report
        ? new() { ["path"] = Path, ["problem"] = Problem }
        : new()
        {
            ["path"] = Path,
            ["changes"] = JsonOutput.List(report.Changes.Select(change => new JsonObject
            {
                ["node"] = change.NodePath,
                ["document"] = change.Document,
                ["rules"] = JsonOutput.List(change.Rules),
                ["difference"] = JsonOutput.List(change.Difference),
            })),
            ["unfixed"] = JsonOutput.List(report.Unfixed.Select(one => new JsonObject
            {
                ["rule"] = one.Finding.RuleId,
                ["node"] = one.Finding.NodePath,
                ["location"] = one.Finding.Location,
                ["reason"] = one.Reason,
            })),
        };

    private IEnumerable<string> Lines()
    {
        if (Report is not { } report)
        {
            return [$"{Path}   {Problem}"];
        }

        var changes = report.Changes.SelectMany(change =>
            change.Difference.Select(line => $"    {line}").Prepend($"  /{change.NodePath}{(change.NodePath.Length > 0 ? "/" : string.Empty)}{change.Document}   [{string.Join(", ", change.Rules)}]"));
        var unfixed = report.Unfixed.Select(one => $"  not mended: /{one.Finding.NodePath} {one.Finding.Location}: {one.Reason}   [{one.Finding.RuleId}]");
        return report.Changes.Count + report.Unfixed.Count == 0 ? [] : [Path, .. changes, .. unfixed];
    }
}
