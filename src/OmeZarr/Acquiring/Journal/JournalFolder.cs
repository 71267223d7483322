using System.Globalization;
using System.Text.Json.Nodes;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using Zarr.Stores.Files;

namespace OmeZarr.Acquiring.Journal;

/// <summary>Names of journals and their files.</summary>
internal static class JournalFolder
{
    internal const string Plan = "plan.json";

    internal const string Log = "log.jsonl";

    private const string Suffix = ".acquiring";

    /// <summary>A new folder beside the outermost hierarchy: <c>.name.random.acquiring</c>. Cleaning does not know such names, because only recovery can use what is in it.</summary>
    /// <param name="hierarchy">The absolute path of the hierarchy.</param>
    internal static string New(string hierarchy)
    {
        var place = StagingPlace.Of(hierarchy);
        return Path.Join(place.Parent, $".{StagingName.ShownOf(place.Name)}.{Random.Shared.NextInt64():x16}{Suffix}");
    }

    /// <summary>The name of a segment.</summary>
    internal static string SegmentName(long number) => number.ToString("D8", CultureInfo.InvariantCulture) + ".frames";

    /// <summary>The journals of a hierarchy: one if its acquisition runs or its writer died, none otherwise.</summary>
    /// <param name="hierarchy">The absolute path of the hierarchy.</param>
    internal static IReadOnlyList<string> Find(string hierarchy)
    {
        var found = new List<string>();
        foreach (var place in StagingPlace.Around(hierarchy).Where(place => Directory.Exists(place.Parent)))
        {
            var options = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true, MatchType = MatchType.Simple };
            found.AddRange(Directory.EnumerateDirectories(place.Parent, ".*" + Suffix, options)
                .Where(folder => Path.GetFileName(folder).StartsWith($".{StagingName.ShownOf(place.Name)}.", StringComparison.Ordinal) && (HierarchyOf(folder) ?? hierarchy) == hierarchy));
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }

    /// <summary>The journals of a hierarchy, if no acquisition runs.</summary>
    /// <param name="hierarchy">The absolute path of the hierarchy.</param>
    /// <exception cref="IOException">An acquisition runs.</exception>
    internal static List<string> RequireAbandoned(string hierarchy)
    {
        List<string> found = [.. Find(hierarchy)];
        foreach (var folder in found)
        {
            using var held = Lock(folder, hierarchy);
        }

        return found;
    }

    /// <summary>Whether the acquisition of a journal runs.</summary>
    internal static bool IsHeld(string folder)
    {
        var isFree = FolderLock.TryAcquire(folder, out var held);
        held?.Dispose();
        return !isFree;
    }

    /// <summary>Locks a journal.</summary>
    /// <exception cref="IOException">The acquisition runs.</exception>
    internal static FolderLock Lock(string folder, string hierarchy) => FolderLock.TryAcquire(folder, out var held)
        ? held!
        : throw new IOException($"an acquisition writes {hierarchy}: its journal {folder} is in use. Wait until it is complete; nothing was changed.");

    /// <summary>The absolute path of the hierarchy that a journal belongs to; null if it has no plan, or a damaged one.</summary>
    internal static string? HierarchyOf(string folder)
    {
        return ReadPlan(folder)?["hierarchy"] is JsonValue value && value.TryGetValue<string>(out var path) ? Path.GetFullPath(Path.Join(folder, path)) : null;
    }

    /// <summary>The plan of a journal; null if there is none, or a damaged one.</summary>
    internal static JsonObject? ReadPlan(string folder)
    {
        var plan = Path.Join(folder, Plan);
        return File.Exists(plan) ? JournalLine.TryRead(File.ReadAllText(plan)) : null;
    }
}
