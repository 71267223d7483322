using System.Globalization;

namespace OmeZarr.Tiff.Parsing;

/// <summary>Text of lines <c>key=value</c>, which many programs write. The first of several lines with one key counts.</summary>
internal sealed class KeyValues
{
    private readonly Dictionary<string, string> values = [];

    /// <param name="text">The text.</param>
    /// <param name="separators">The characters between entries; ends of lines by default.</param>
    public KeyValues(string text, params ReadOnlySpan<char> separators)
    {
        foreach (var range in text.AsSpan().SplitAny(separators.IsEmpty ? ['\n', '\r'] : separators))
        {
            var line = text.AsSpan()[range];
            if (line.IndexOf('=') is > 0 and var equals)
            {
                values.TryAdd(line[..equals].Trim().ToString(), line[(equals + 1)..].Trim().ToString());
            }
        }
    }

    /// <summary>The value of a key; null without it.</summary>
    public string? this[string key] => values.GetValueOrDefault(key);

    /// <summary>The positive integer of a key; null without one.</summary>
    public int? Count(string key) =>
        this[key] is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;

    /// <summary>The finite number of a key; null without one.</summary>
    public double? Number(string key) => Numbers.Parse(this[key]);
}
