using System.Text.Json;
using System.Text.Json.Nodes;
using OmeZarr.Json;

namespace OmeZarr.Fixing.Documents;

/// <summary>What differs between two documents, a line for each member.</summary>
internal static class JsonDifference
{
    private const int MostLines = 200;

    internal static IReadOnlyList<string> Of(JsonNode? before, JsonNode? after)
    {
        List<string> lines = [.. Compare(before, after, string.Empty).Take(MostLines + 1)];
        return lines.Count <= MostLines ? lines : [.. lines[..MostLines], "… and more"];
    }

    private static IEnumerable<string> Compare(JsonNode? before, JsonNode? after, string at) => (before, after) switch
    {
        (JsonObject old, JsonObject now) => old.Select(member => member.Key).Union(now.Select(member => member.Key)).SelectMany(name => Compare(Member(old, name), Member(now, name), at.Length == 0 ? name : $"{at}.{name}")),
        (JsonArray old, JsonArray now) when old.Count != now.Count || old.Zip(now).Any(pair => pair is { First: JsonObject, Second: JsonObject }) => Items(old, now, at),
        _ when JsonNode.DeepEquals(before, after) && !IsRespelled(before, after) => [],
        _ => [$"~ {at}: {Text(before)} → {Text(after)}"],
    };

    private static IEnumerable<string> Compare((bool IsThere, JsonNode? Value) before, (bool IsThere, JsonNode? Value) after, string at) => (before.IsThere, after.IsThere) switch
    {
        (false, true) => [$"+ {at}: {Text(after.Value)}"],
        (true, false) => [$"- {at}: {Text(before.Value)}"],
        _ => Compare(before.Value, after.Value, at),
    };

    /// <summary>Items are only added at the end or removed.</summary>
    private static IEnumerable<string> Items(JsonArray before, JsonArray after, string at)
    {
        var next = 0;
        foreach (var (index, item) in before.Index())
        {
            if (before.Count > after.Count && (next >= after.Count || !JsonNode.DeepEquals(item, after[next])))
            {
                yield return $"- {at}[{index}]: {Text(item)}";
                continue;
            }

            foreach (var line in Compare(item, after[next], $"{at}[{next}]"))
            {
                yield return line;
            }

            next++;
        }

        for (; next < after.Count; next++)
        {
            yield return $"+ {at}[{next}]: {Text(after[next])}";
        }
    }

    private static (bool IsThere, JsonNode? Value) Member(JsonObject json, string name) => (json.TryGetPropertyValue(name, out var value), value);

    /// <summary>1.0 and 1 are equal, but not written alike.</summary>
    private static bool IsRespelled(JsonNode? before, JsonNode? after) => before?.GetValueKind() == JsonValueKind.Number && Text(before) != Text(after);

    private static string Text(JsonNode? node) => FindingText.Sanitize(node is null ? "null" : JsonText.Write(indented: false, json => JsonSpelling.WriteTo(json, node)));
}
