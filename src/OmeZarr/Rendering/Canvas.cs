using OmeZarr.Measuring;

namespace OmeZarr.Rendering;

/// <summary>Mixes the layers of a picture: the colours of the channels are added, labels cover them.</summary>
internal static class Canvas
{
    /// <summary>Red, green and blue of each pixel.</summary>
    internal static byte[] Mix(PictureLayers layers, Func<ChannelStyle, (double Start, double End)> windowOf)
    {
        var mixed = new float[3 * layers.Width * layers.Height];
        foreach (var plane in layers.Planes)
        {
            Add(plane, windowOf(plane.Style), mixed);
        }

        if (layers.Labels is { } labels)
        {
            Cover(layers, labels, mixed);
        }

        return [.. mixed.Select(value => (byte)Math.Clamp(MathF.Round(value), 0, 255))];
    }

    /// <summary>The windows of channels: those of the metadata, or else the percentiles of what several pictures show of the channel.</summary>
    internal static Func<ChannelStyle, (double Start, double End)> Windows(IEnumerable<PictureLayers> pictures)
    {
        var measured = pictures.SelectMany(picture => picture.Planes).Where(plane => plane.Style.Window is null).GroupBy(plane => plane.Style.Channel)
            .ToDictionary(planes => planes.Key, planes => DisplayWindow.Shown(Summarise(planes)));
        return style => style.Window ?? measured[style.Channel];
    }

    private static ValueSummary Summarise(IEnumerable<ChannelPlane> planes)
    {
        double[] values = [.. planes.SelectMany(plane => plane.Values).Where(double.IsFinite)];
        Array.Sort(values);
        return ValueSummary.OfSorted(values);
    }

    private static void Add(ChannelPlane plane, (double Start, double End) window, float[] mixed)
    {
        var (color, inverted) = (plane.Style.Color, plane.Style.IsInverted);
        for (var i = 0; i < plane.Values.Length; i++)
        {
            var value = (plane.Values[i] - window.Start) / (window.End - window.Start);
            if (double.IsNaN(value))
            {
                continue; // there is no number, so that the pixel stays black
            }

            var brightness = (float)Math.Clamp(inverted ? 1 - value : value, 0, 1);
            mixed[3 * i] += color.Red * brightness;
            mixed[(3 * i) + 1] += color.Green * brightness;
            mixed[(3 * i) + 2] += color.Blue * brightness;
        }
    }

    /// <summary>Labels that have fewer pixels than the picture are enlarged.</summary>
    private static void Cover(PictureLayers layers, LabelLayer labels, float[] mixed)
    {
        for (var y = 0; y < layers.Height; y++)
        {
            var row = (int)((long)y * labels.Height / layers.Height) * labels.Width;
            for (var x = 0; x < layers.Width; x++)
            {
                var (label, pixel) = (row + (int)((long)x * labels.Width / layers.Width), 3 * ((y * layers.Width) + x));
                var rest = (float)(1 - labels.Opacity[label]);
                mixed[pixel] = (Math.Min(mixed[pixel], 255) * rest) + (float)labels.Red[label];
                mixed[pixel + 1] = (Math.Min(mixed[pixel + 1], 255) * rest) + (float)labels.Green[label];
                mixed[pixel + 2] = (Math.Min(mixed[pixel + 2], 255) * rest) + (float)labels.Blue[label];
            }
        }
    }
}
