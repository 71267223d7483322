using System.Globalization;
using System.Text.Json.Nodes;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Reporting;

/// <summary>The result of a recovery, as text and as JSON.</summary>
internal static class RecoveryReport
{
    internal static string ToText(AcquisitionRecovery recovery, bool isStore) => recovery.WasNeeded
        ? string.Join(Environment.NewLine, LinesOf(recovery))
        : isStore
            ? "nothing to recover: acquisitions into a store have no journal. The images are valid; the slowest axis may be longer than what was acquired, and omezarr pyramid computes levels again"
            : "nothing to recover: no acquisition ended here before it was complete";

    internal static string ToJson(AcquisitionRecovery recovery) => JsonOutput.Text(new JsonObject
    {
        ["location"] = recovery.Location,
        ["wasNeeded"] = recovery.WasNeeded,
        ["images"] = new JsonArray([.. recovery.Images.Select(image => (JsonNode)image)]),
        ["framesDurable"] = recovery.FramesDurable,
        ["framesRestored"] = recovery.FramesRestored,
        ["framesUnreadable"] = recovery.FramesUnreadable,
        ["valuesRemoved"] = recovery.ValuesRemoved,
        ["lastDurablePoint"] = recovery.LastDurablePoint?.ToString("o", CultureInfo.InvariantCulture),
    });

    /// <summary>One line on standard error if an acquisition at a place was not completed.</summary>
    internal static void WriteHint(StoreLocation location, Terminal terminal)
    {
        if (StateOf(location) == AcquisitionState.Abandoned)
        {
            terminal.WriteError($"omezarr: an acquisition into {Quote.IfNeeded(location.ToString())} was not completed; if it does not run any more, complete it: omezarr recover {Quote.IfNeeded(location.ToString())}");
        }
    }

    private static AcquisitionState StateOf(StoreLocation location)
    {
        try
        {
            return OmeAcquisition.StateOf(location);
        }
        catch (IOException)
        {
            return AcquisitionState.Complete; // the command itself meets the error and reports it
        }
    }

    private static IEnumerable<string> LinesOf(AcquisitionRecovery recovery)
    {
        yield return $"recovered {recovery.Location}: {Counted.Of(recovery.Images.Count, "image")}";
        yield return recovery.LastDurablePoint is { } point
            ? string.Create(CultureInfo.InvariantCulture, $"the last durable point was at {point.ToLocalTime():yyyy-MM-dd HH:mm:ss}: {Counted.Of(recovery.FramesDurable, "frame")}, {recovery.FramesRestored:N0} of them stored from the journal")
            : "there was no durable point: what was stored is kept";
        yield return "lost: frames that came later and were not stored yet; where they belong, pixels are 0";
        if (recovery.FramesUnreadable > 0)
        {
            yield return $"lost: {Counted.Of(recovery.FramesUnreadable, "frame")} of the journal, which is damaged";
        }

        if (recovery.ValuesRemoved > 0)
        {
            yield return $"lost: {Counted.Of(recovery.ValuesRemoved, "chunk")} that {(recovery.ValuesRemoved == 1 ? "was" : "were")} stored later and damaged, as a power failure leaves them; removed";
        }
    }
}
