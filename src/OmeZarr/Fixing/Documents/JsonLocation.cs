using System.Globalization;
using System.Text.Json.Nodes;

namespace OmeZarr.Fixing.Documents;

/// <summary>Follows the location of a finding, such as <c>ome.omero.channels[0].color</c>, through a document.</summary>
internal static class JsonLocation
{
    /// <summary>The value at a location; null if there is none.</summary>
    internal static JsonNode? Find(JsonNode? root, string location) => Steps(location).Aggregate(root, Step);

    /// <summary>The object that holds, or should hold, the last member of a location, and the name of that member; null if there is no such object.</summary>
    internal static (JsonObject Object, string Member)? Parent(JsonNode? root, string location)
    {
        string[] steps = [.. Steps(location)];
        return steps.Length > 0 && steps[..^1].Aggregate(root, Step) is JsonObject parent ? (parent, steps[^1]) : null;
    }

    /// <summary>The index behind a name, as in <c>channels[2]</c>; null if there is none.</summary>
    internal static int? IndexIn(string location, string list)
    {
        string[] steps = [.. Steps(location)];
        var at = Array.LastIndexOf(steps, list);
        return at >= 0 && at + 1 < steps.Length && int.TryParse(steps[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
    }

    private static IEnumerable<string> Steps(string location) => location.Replace("]", string.Empty, StringComparison.Ordinal).Split('.', '[').Where(step => step.Length > 0);

    private static JsonNode? Step(JsonNode? node, string step) => node switch
    {
        JsonObject members => members.TryGetPropertyValue(step, out var value) ? value : null,
        JsonArray items => int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < items.Count ? items[index] : null,
        _ => null,
    };
}
