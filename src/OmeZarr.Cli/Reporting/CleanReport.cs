using System.Text.Json.Nodes;

namespace OmeZarr.Cli.Reporting;

/// <summary>The result of removing leftovers, as text and as JSON.</summary>
internal static class CleanReport
{
    private const int StateWidth = 10;

    /// <summary>Whether no leftover needs attention.</summary>
    internal static bool IsClean(IEnumerable<Leftover> leftovers) => leftovers.All(leftover => leftover.State is not (LeftoverState.Unknown or LeftoverState.Failed));

    internal static string ToText(IReadOnlyList<Leftover> leftovers, bool isDryRun) => leftovers.Count == 0
        ? "nothing was left behind"
        : string.Join(Environment.NewLine, leftovers.Select(leftover => LineOf(leftover, isDryRun)));

    internal static string ToJson(IEnumerable<Leftover> leftovers)
    {
        var entries = leftovers.Select(leftover =>
        {
            var entry = new JsonObject { ["path"] = leftover.Path, ["state"] = NameOf(leftover.State) };
            if (leftover.Destination is { } destination)
            {
                entry["destination"] = destination;
            }

            if (leftover.IsPlan)
            {
                entry["plan"] = true;
            }

            if (leftover.Problem is { } problem)
            {
                entry["problem"] = problem;
            }

            return entry;
        });
        return JsonOutput.Text(new JsonObject { ["leftovers"] = JsonOutput.List(entries) });
    }

    private static string LineOf(Leftover leftover, bool isDryRun)
    {
        var state = leftover.State switch
        {
            LeftoverState.Removed when isDryRun => "remove",
            LeftoverState.Restored when isDryRun => "restore",
            LeftoverState.Unknown => "kept",
            _ => NameOf(leftover.State),
        };
        var remark = leftover.State switch
        {
            LeftoverState.Restored => $" to {leftover.Destination}",
            LeftoverState.InUse when leftover.IsPlan => ": parts of a planned conversion; a task wrote there within the last hours (--age)",
            LeftoverState.Unknown when leftover.IsPlan => ": parts of a planned conversion; omezarr run and finish go on with them, --force deletes them",
            LeftoverState.InUse => ": a program is writing there",
            LeftoverState.Unknown => ": made on another machine or before the last boot; --force removes it",
            LeftoverState.Failed => $": {leftover.Problem}",
            _ => string.Empty,
        };
        return $"{state.PadRight(StateWidth)}{leftover.Path}{remark}";
    }

    private static string NameOf(LeftoverState state) => state switch
    {
        LeftoverState.Removed => "removed",
        LeftoverState.Restored => "restored",
        LeftoverState.InUse => "in use",
        LeftoverState.Unknown => "unknown",
        _ => "failed",
    };
}
