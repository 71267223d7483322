using System.Globalization;
using System.Text.Json.Nodes;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;

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
                .Where(folder => Path.GetFileName(folder).StartsWith($".{StagingName.ShownOf(place.Name)}.", StringComparison.Ordinal) && HierarchyOf(folder) == hierarchy));
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }

    /// <summary>The absolute path of the hierarchy that a journal belongs to; null if it has no plan.</summary>
    internal static string? HierarchyOf(string folder)
    {
        var plan = Path.Join(folder, Plan);
        return File.Exists(plan) && JsonNode.Parse(File.ReadAllText(plan))?["hierarchy"]?.GetValue<string>() is { } path ? Path.GetFullPath(Path.Join(folder, path)) : null;
    }
}
