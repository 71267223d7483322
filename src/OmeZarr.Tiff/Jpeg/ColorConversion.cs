using System.Numerics;

namespace OmeZarr.Tiff.Jpeg;

/// <summary>YCbCr to RGB in fixed point with 16 bits after the point (JFIF), as libjpeg rounds it.</summary>
internal static class ColorConversion
{
    private const int Half = 1 << 15;
    private const int RedOfCr = 91881; // 1.40200
    private const int BlueOfCb = 116130; // 1.77200
    private const int GreenOfCr = 46802; // 0.71414
    private const int GreenOfCb = 22554; // 0.34414

    /// <summary>Fills <paramref name="pixels"/>, three samples each, from three rows.</summary>
    public static void ToRgb<T>(ReadOnlySpan<T> luma, ReadOnlySpan<T> blue, ReadOnlySpan<T> red, int bits, Span<T> pixels)
        where T : unmanaged, IBinaryInteger<T>
    {
        var (center, max) = (1 << (bits - 1), (1 << bits) - 1);
        for (var (i, o) = (0, 0); o < pixels.Length; i++, o += 3)
        {
            var y = int.CreateTruncating(luma[i]);
            var (cb, cr) = (int.CreateTruncating(blue[i]) - center, int.CreateTruncating(red[i]) - center);
            pixels[o] = T.CreateTruncating(Math.Clamp(y + (((RedOfCr * cr) + Half) >> 16), 0, max));
            pixels[o + 1] = T.CreateTruncating(Math.Clamp(y + ((Half - (GreenOfCb * cb) - (GreenOfCr * cr)) >> 16), 0, max));
            pixels[o + 2] = T.CreateTruncating(Math.Clamp(y + (((BlueOfCb * cb) + Half) >> 16), 0, max));
        }
    }
}
