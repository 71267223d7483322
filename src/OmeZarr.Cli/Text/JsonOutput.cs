using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OmeZarr.Cli.Text;

/// <summary>JSON output for programs.</summary>
internal static class JsonOutput
{
    private static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Text(JsonObject json) => json.ToJsonString(Options);

    internal static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    internal static JsonArray List(IEnumerable<long> numbers) => new([.. numbers.Select(number => JsonValue.Create(number))]);

    internal static JsonArray List(IEnumerable<JsonObject> objects) => new([.. objects]);
}
