using System.Globalization;

namespace OmeZarr.Rendering;

/// <summary>A colour, each part from 0 to 255.</summary>
internal readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    internal static Rgb White { get; } = new(255, 255, 255);

    /// <summary>The colour of the first six hexadecimal digits; null if there are not so many. Some programs append the opacity.</summary>
    internal static Rgb? Parse(string? digits) =>
        digits is { Length: >= 6 } && int.TryParse(digits.AsSpan(0, 6), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var color)
            ? new Rgb((byte)(color >> 16), (byte)(color >> 8), (byte)color)
            : null;

    /// <summary>A colour of full brightness.</summary>
    /// <param name="hue">From 0 (red) over green and blue to 1.</param>
    /// <param name="saturation">From 0 (white) to 1.</param>
    internal static Rgb OfHue(double hue, double saturation)
    {
        return new Rgb(Part(5), Part(3), Part(1));

        byte Part(int shift)
        {
            var place = (shift + (hue * 6)) % 6;
            return (byte)Math.Round(255 * (1 - (saturation * Math.Clamp(Math.Min(place, 4 - place), 0, 1))));
        }
    }

    /// <summary>Six hexadecimal digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Red:X2}{Green:X2}{Blue:X2}");
}
