using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Zarr;

namespace OmeZarr.Acquiring.Journal;

/// <summary>The form of JSON in a journal: an object whose first member <c>crc32c</c> is the checksum of everything behind it, so that what is damaged or cut off does not count.</summary>
internal static class JournalLine
{
    private const string Start = "{\"crc32c\":\"";
    private const int Digits = 8;

    private static readonly int Rest = Start.Length + Digits + "\",".Length;

    /// <summary>The text of an object with at least one member.</summary>
    internal static string Write(JsonObject json)
    {
        var rest = json.ToJsonString()[1..];
        return string.Create(CultureInfo.InvariantCulture, $"{Start}{ChecksumOf(rest):x8}\",{rest}");
    }

    /// <summary>The object of a text.</summary>
    /// <returns>Null if it is damaged.</returns>
    internal static JsonObject? TryRead(string line)
    {
        if (line.Length <= Rest || !line.StartsWith(Start, StringComparison.Ordinal)
            || !uint.TryParse(line.AsSpan(Start.Length, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var checksum)
            || checksum != ChecksumOf(line[Rest..]))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static uint ChecksumOf(string text) => Crc32C.Checksum(Encoding.UTF8.GetBytes(text));
}
