using System.Globalization;
using System.Text.Json.Nodes;

namespace OmeZarr.Viewer.Api;

/// <summary>Parts of answers.</summary>
internal static class Json
{
    /// <summary>A number; a text if JSON cannot hold it.</summary>
    internal static JsonNode Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create(value.ToString(CultureInfo.InvariantCulture));

    internal static JsonArray List(IEnumerable<JsonNode?> items) => new([.. items]);

    internal static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    internal static JsonArray List(IEnumerable<long> numbers) => new([.. numbers.Select(number => JsonValue.Create(number))]);

    internal static JsonArray Findings(IEnumerable<Finding> findings) => List(findings.Select(finding => (JsonNode?)new JsonObject
    {
        ["severity"] = Word(finding.Severity),
        ["rule"] = finding.RuleId,
        ["location"] = finding.Location,
        ["message"] = finding.Message,
    }));

    internal static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "advice",
    };
}
