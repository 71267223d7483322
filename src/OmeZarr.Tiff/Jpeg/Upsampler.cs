using System.Numerics;

namespace OmeZarr.Tiff.Jpeg;

/// <summary>
/// Brings the rows of a component to the resolution of the image, as libjpeg (versions 6b and turbo) does: where it halves a direction, a pixel takes three quarters of the nearer sample and
/// one of the farther; other factors repeat samples.
/// </summary>
/// <remarks>libjpeg 7 and later, and LibTiff.NET with it, scale by a larger cosine transform instead; the values differ slightly.</remarks>
internal sealed class Upsampler<T>
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly SamplePlanes<T> planes;
    private readonly int component;
    private readonly (int Horizontal, int Vertical) factors;
    private readonly bool isSmooth;
    private readonly T[] row;
    private readonly int[] sums;

    public Upsampler(JpegFrame frame, SamplePlanes<T> planes, int component, bool repeats)
    {
        (this.planes, this.component) = (planes, component);
        var (own, max) = (frame.Components[component].Sampling, frame.MaxSamplings);
        factors = max.Horizontal % own.Horizontal == 0 && max.Vertical % own.Vertical == 0
            ? (max.Horizontal / own.Horizontal, max.Vertical / own.Vertical)
            : throw new InvalidDataException("JPEG with sampling factors that do not divide each other is not supported; convert the file to another compression");
        var width = frame.Components[component].Size.Width;
        isSmooth = !repeats && (factors is (1, 2) || (factors is (2, 1 or 2) && width > 2));
        row = new T[factors is (1, 1) ? 0 : width * factors.Horizontal];
        sums = new int[isSmooth ? width : 0];
    }

    /// <summary>A row at the resolution of the image, at least as wide as the image. It is valid until the next call.</summary>
    public ReadOnlySpan<T> Row(int y)
    {
        var near = planes.Row(component, y / factors.Vertical);
        if (factors is (1, 1))
        {
            return near;
        }

        if (!isSmooth)
        {
            Repeat(near);
            return row;
        }

        // The farther row of a pair: above for the upper row of pixels, below for the lower one.
        var isUpper = y % 2 == 0;
        var far = factors.Vertical == 1 ? near : planes.Row(component, (y / 2) + (isUpper ? -1 : 1));
        switch (factors)
        {
            case (1, 2):
                Mix(near, far, isUpper ? 1 : 2);
                break;
            case (2, 1):
                Spread(near);
                break;
            default:
                Spread(near, far);
                break;
        }

        return row;
    }

    private void Repeat(ReadOnlySpan<T> near)
    {
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = near[i / factors.Horizontal];
        }
    }

    private void Mix(ReadOnlySpan<T> near, ReadOnlySpan<T> far, int rounding)
    {
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = T.CreateTruncating(((3 * int.CreateTruncating(near[i])) + int.CreateTruncating(far[i]) + rounding) >> 2);
        }
    }

    private void Spread(ReadOnlySpan<T> near)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = int.CreateTruncating(near[i]);
        }

        // Rounds down and up in turns, so that the mean stays.
        Spread(roundings: (1, 2), shift: 2);
    }

    private void Spread(ReadOnlySpan<T> near, ReadOnlySpan<T> far)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = (3 * int.CreateTruncating(near[i])) + int.CreateTruncating(far[i]);
        }

        Spread(roundings: (8, 7), shift: 4);
    }

    private void Spread((int Left, int Right) roundings, int shift)
    {
        var (source, target) = (sums, row);
        var (before, own) = (source[0], source[0]);
        for (var i = 0; i < source.Length; i++)
        {
            var after = source[Math.Min(i + 1, source.Length - 1)];
            target[2 * i] = T.CreateTruncating(((3 * own) + before + roundings.Left) >> shift);
            target[(2 * i) + 1] = T.CreateTruncating(((3 * own) + after + roundings.Right) >> shift);
            (before, own) = (own, after);
        }
    }
}
