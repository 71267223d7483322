using System.Runtime.CompilerServices;

namespace OmeZarr.Rendering.Planes;

/// <summary>A picture with the pixels of a level. If the level lacks the last row or column, the one before it is repeated.</summary>
/// <param name="width">Columns of the picture.</param>
/// <param name="height">Rows of the picture.</param>
/// <param name="source">The part of the level that is read; at most one row and one column smaller than the picture.</param>
internal sealed class CopiedPlane(int width, int height, PlanePart source) : ReducedPlane
{
    private readonly double[] pixels = new double[width * height];

    internal override void Add(long y, long x, ReadOnlySpan<double> values)
    {
        var row = pixels.AsSpan(checked((int)(((y - source.Y) * width) + x - source.X)), values.Length);
        values.CopyTo(row);
        if (source.Width < width && x + values.Length == source.Right)
        {
            pixels[((y - source.Y) * width) + width - 1] = values[^1];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override double[] Finish()
    {
        for (var row = (int)source.Height; row < height; row++)
        {
            pixels.AsSpan((row - 1) * width, width).CopyTo(pixels.AsSpan(row * width));
        }

        foreach (ref var pixel in pixels.AsSpan())
        {
            pixel = double.IsFinite(pixel) ? pixel : double.NaN;
        }

        return pixels;
    }
}
