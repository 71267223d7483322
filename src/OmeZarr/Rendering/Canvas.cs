using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using OmeZarr.Measuring;

namespace OmeZarr.Rendering;

/// <summary>Mixes the layers of a picture: the colours of the channels are added, labels cover them.</summary>
internal static class Canvas
{
    // Pixels that are mixed at a time, so that they stay in the cache of the processor.
    private const int StripLength = 4096;

    /// <summary>Red, green and blue of each pixel.</summary>
    internal static byte[] Mix(PictureLayers layers, Func<ChannelStyle, (double Start, double End)> windowOf)
    {
        var rgb = new byte[3 * layers.Width * layers.Height];

        // Only labels need to know rows.
        var (width, height) = layers.Labels is null ? (layers.Width * layers.Height, 1) : (layers.Width, layers.Height);
        var strip = new Strip(Math.Min(width, StripLength));
        (ChannelPlane Plane, (double Start, double End) Window)[] planes = [.. layers.Planes.Select(plane => (plane, windowOf(plane.Style)))];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x += StripLength)
            {
                var (start, count) = ((y * width) + x, Math.Min(StripLength, width - x));
                strip.Clear();
                foreach (var (plane, window) in planes)
                {
                    strip.Add(plane.Values.AsSpan(start, count), plane.Style, window);
                }

                if (layers.Labels is { } labels)
                {
                    strip.Cover(labels, layers, x, y, count);
                }

                strip.CopyTo(rgb.AsSpan(3 * start, 3 * count));
            }
        }

        return rgb;
    }

    /// <summary>The windows of channels: those of the metadata, or else the percentiles of what several pictures show of the channel.</summary>
    internal static Func<ChannelStyle, (double Start, double End)> Windows(IEnumerable<PictureLayers> pictures)
    {
        var measured = pictures.SelectMany(picture => picture.Planes).Where(plane => plane.Style.Window is null).GroupBy(plane => plane.Style.Channel)
            .ToDictionary(planes => planes.Key, planes => DisplayWindow.Shown(Summarise(planes.Select(plane => plane.Values))));
        return style => style.Window ?? measured[style.Channel];
    }

    /// <summary>The extremes and percentiles of values of one channel.</summary>
    internal static ValueSummary Summarise(IEnumerable<double[]> pictures)
    {
        double[] values = [.. pictures.SelectMany(picture => picture).Where(double.IsFinite)];
        Array.Sort(values);
        return ValueSummary.OfSorted(values);
    }

    /// <summary>Some pixels of a row while they are mixed.</summary>
    private sealed class Strip(int length)
    {
        private readonly double[] values = new double[length];
        private readonly float[] brightness = new float[length];
        private readonly float[] red = new float[length];
        private readonly float[] green = new float[length];
        private readonly float[] blue = new float[length];

        internal void Clear()
        {
            Array.Clear(red);
            Array.Clear(green);
            Array.Clear(blue);
        }

        internal void Add(ReadOnlySpan<double> pixels, ChannelStyle style, (double Start, double End) window)
        {
            var numbers = values.AsSpan(0, pixels.Length);
            var bright = brightness.AsSpan(0, pixels.Length);
            TensorPrimitives.Subtract(pixels, window.Start, numbers);
            TensorPrimitives.Divide(numbers, window.End - window.Start, numbers);
            if (style.IsInverted)
            {
                TensorPrimitives.Subtract(1, numbers, numbers);
            }

            TensorPrimitives.ConvertTruncating<double, float>(numbers, bright);

            // NaN is no number and stays black.
            TensorPrimitives.MaxNumber(bright, 0, bright);
            TensorPrimitives.Min(bright, 1, bright);
            Add(bright, style.Color.Red, red);
            Add(bright, style.Color.Green, green);
            Add(bright, style.Color.Blue, blue);
        }

        /// <summary>Labels that have fewer pixels than the picture are enlarged.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal void Cover(LabelLayer labels, PictureLayers layers, int x, int y, int count)
        {
            var (picture, own, opacity) = (layers.Frame, labels.Frame, (float)layers.LabelOpacity);
            var row = ((((picture.Part.Y + y) * own.PlaneHeight / picture.PlaneHeight) - own.Part.Y) * own.Part.Width) - own.Part.X;
            for (var i = 0; i < count; i++)
            {
                var label = (int)(row + ((picture.Part.X + x + i) * own.PlaneWidth / picture.PlaneWidth));
                var rest = 1 - (opacity * labels.Opacity[label]);
                red[i] = (Math.Min(red[i], 255) * rest) + (opacity * labels.Red[label]);
                green[i] = (Math.Min(green[i], 255) * rest) + (opacity * labels.Green[label]);
                blue[i] = (Math.Min(blue[i], 255) * rest) + (opacity * labels.Blue[label]);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal void CopyTo(Span<byte> rgb)
        {
            Round(red);
            Round(green);
            Round(blue);
            for (int i = 0, at = 0; at < rgb.Length; i++, at += 3)
            {
                rgb[at] = (byte)(int)red[i];
                rgb[at + 1] = (byte)(int)green[i];
                rgb[at + 2] = (byte)(int)blue[i];
            }
        }

        private static void Round(Span<float> part)
        {
            TensorPrimitives.Min(part, 255, part);
            TensorPrimitives.Round(part, part);
        }

        private static void Add(ReadOnlySpan<float> bright, byte part, Span<float> mixed)
        {
            if (part > 0)
            {
                TensorPrimitives.MultiplyAdd(bright, part, mixed[..bright.Length], mixed[..bright.Length]);
            }
        }
    }
}
