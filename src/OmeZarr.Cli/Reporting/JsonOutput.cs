using System.Text.Encodings.Web;
using System.Text.Json;

namespace OmeZarr.Cli.Reporting;

/// <summary>Options of JSON output for programs.</summary>
internal static class JsonOutput
{
    internal static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
