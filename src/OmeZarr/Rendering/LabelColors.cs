using OmeZarr.V05;

namespace OmeZarr.Rendering;

/// <summary>The colours of labels: those of the metadata, or else colours that differ for neighbouring numbers. 0 is background and has no colour unless the metadata give it one.</summary>
internal sealed class LabelColors
{
    // The golden ratio spreads hues evenly, whatever their number.
    private const double HueStep = 0.618033988749895;

    private static readonly double[] Saturations = [0.9, 0.55, 0.75];

    private readonly Dictionary<double, (Rgb Color, double Opacity)> given = [];
    private (double Value, (Rgb Color, double Opacity) Color) last = (0, default);

    internal LabelColors(ImageLabel? metadata)
    {
        foreach (var color in metadata?.Colors ?? [])
        {
            if (color.Rgba is { Count: >= 3 } rgba)
            {
                given[color.LabelValue] = (new Rgb(Part(rgba[0]), Part(rgba[1]), Part(rgba[2])), rgba.Count > 3 ? Part(rgba[3]) / 255d : 1);
            }
        }

        last = (0, Find(0));
    }

    internal (Rgb Color, double Opacity) Of(double value)
    {
        if (value != last.Value)
        {
            last = (value, Find(value));
        }

        return last.Color;
    }

    private (Rgb Color, double Opacity) Find(double value)
    {
        if (given.TryGetValue(value, out var known))
        {
            return known;
        }

        var hue = value * HueStep % 1;
        return value == 0 || double.IsNaN(hue) ? default : (Rgb.OfHue(hue < 0 ? hue + 1 : hue, Saturations[(int)(Math.Abs(value) % Saturations.Length)]), 1);
    }

    private static byte Part(int value) => (byte)Math.Clamp(value, 0, 255);
}
