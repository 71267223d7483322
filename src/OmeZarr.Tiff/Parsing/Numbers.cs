using System.Globalization;

namespace OmeZarr.Tiff.Parsing;

/// <summary>Numbers in texts of files.</summary>
internal static class Numbers
{
    /// <summary>A finite number; null for other text.</summary>
    public static double? Parse(ReadOnlySpan<char> text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
