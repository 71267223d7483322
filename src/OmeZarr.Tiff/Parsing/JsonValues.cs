using System.Text.Json;

namespace OmeZarr.Tiff.Parsing;

/// <summary>Members of JSON objects of files, whatever they hold.</summary>
internal static class JsonValues
{
    /// <summary>Parses a text; null if it is not a JSON object. Any program may write a text that begins with a brace.</summary>
    public static JsonDocument? TryParse(string text)
    {
        if (!text.StartsWith('{'))
        {
            return null;
        }

        try
        {
            var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string? Text(this JsonElement element, string name) => element.Find(name) is { ValueKind: JsonValueKind.String } text ? text.AsText() : null;

    public static double? Number(this JsonElement element, string name) => element.Find(name) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.TryGetDouble(out var value) && double.IsFinite(value) ? value : null,
        { ValueKind: JsonValueKind.String } text => Numbers.Parse(text.AsText()),
        _ => null,
    };

    public static int? Integer(this JsonElement element, string name) =>
        element.Number(name) is { } number && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : null;

    /// <summary>A member of an object; null without it.</summary>
    public static JsonElement? Find(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    /// <summary>The elements of a member that is an array; empty otherwise.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string name, int limit) =>
        element.Find(name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray().Take(limit)] : [];

    /// <summary>The text of a string; null for half a surrogate pair, which JSON can hold and .NET cannot.</summary>
    public static string? AsText(this JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
