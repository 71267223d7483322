using System.Text.Json;

namespace OmeZarr.Json;

/// <summary>
/// Parses bytes as strict JSON. A byte order mark and the bare non-finite numbers of Python are accepted and reported.
/// </summary>
internal static class JsonSource
{
    /// <summary>The limit for the bytes of a document, unless the caller sets another one.</summary>
    public const int MaxLength = 256 << 20;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The document; null, and an error among the findings, if it cannot be parsed.</summary>
    public static JsonElement? Read(ReadOnlySpan<byte> utf8, int maxLength, FindingList findings)
    {
        if (utf8.Length > maxLength)
        {
            findings.Add(new Finding(StructureRules.DocumentSize, Severity.Error, string.Empty, $"is larger than {maxLength:N0} bytes"));
            return null;
        }

        if (utf8.StartsWith(ByteOrderMark))
        {
            utf8 = utf8[ByteOrderMark.Length..];
            var message = "JSON has no byte order mark; it is passed over";
            findings.Add(new Finding(StructureRules.ByteOrderMark, Severity.Warning, new TextPosition(1, 1).ToString(), message));
        }

        return ReadMarkless(utf8, findings);
    }

    private static JsonElement? ReadMarkless(ReadOnlySpan<byte> utf8, FindingList findings)
    {
        var repair = new NonFiniteRepair(utf8);
        if (JsonScan.FirstProblem(repair.Text) is { } problem)
        {
            return Refuse(problem, utf8, repair, findings);
        }

        if (repair.Count > 0)
        {
            var place = TextPosition.Of(utf8, repair.OriginalIndex(repair.First));
            var message = $"JSON has no NaN and no Infinity; found {repair.Count}, read as text";
            findings.Add(new Finding(StructureRules.NonFinite, Severity.Warning, place.ToString(), message));
        }

        try
        {
            return JsonElement.Parse(repair.Text, new() { MaxDepth = JsonText.MaxDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException) when (JsonScan.FirstRepeatedName(repair.Text) is { } repeated)
        {
            return Refuse(repeated, utf8, repair, findings);
        }
    }

    private static JsonElement? Refuse(JsonProblem problem, ReadOnlySpan<byte> utf8, NonFiniteRepair repair, FindingList findings)
    {
        var place = TextPosition.Of(utf8, repair.OriginalIndex(problem.Index));
        findings.Add(new Finding(problem.RuleId, Severity.Error, place.ToString(), FindingText.Sanitize(problem.Message)));
        return null;
    }
}
