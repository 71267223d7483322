using System.Text.Json.Nodes;

namespace OmeZarr.Cli.Dividing;

/// <summary>Reads values of a plan, which others may have changed.</summary>
internal static class PlanJson
{
    internal static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    internal static long? IntegerOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    internal static IReadOnlyList<string> TextsOf(JsonNode? node, string name) => node is JsonArray list ? [.. list.Select(text => TextOf(text) ?? throw Damaged(name))] : throw Damaged(name);

    internal static UsageException Damaged(string name) => new($"the plan is damaged: \"{name}\" is missing or is something else than expected; plan again");
}
