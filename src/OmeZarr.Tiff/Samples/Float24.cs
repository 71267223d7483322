namespace OmeZarr.Tiff.Samples;

/// <summary>Floating point numbers of 24 bits (TIFF Technical Note 3): sign, 7 bits of exponent (bias 63), 16 bits of significand.</summary>
internal static class Float24
{
    private const int ExponentBits = 7;
    private const int SignificandBits = 16;
    private const int Special = (1 << ExponentBits) - 1;

    /// <summary>Turns 24-bit patterns into the patterns of float32 with the same values.</summary>
    public static void Widen(Span<uint> values)
    {
        foreach (ref var value in values)
        {
            value = Widen(value);
        }
    }

    private static uint Widen(uint value)
    {
        var sign = (value >> 23) << 31;
        var exponent = (value >> SignificandBits) & Special;
        var significand = value & ((1 << SignificandBits) - 1);
        return sign | exponent switch
        {
            Special => 0x7F800000 | (significand << 7),
            // The smallest numbers have no leading 1; float32 has room for them all.
            0 => BitConverter.SingleToUInt32Bits(MathF.ScaleB(significand, 1 - 63 - SignificandBits)),
            _ => ((exponent + 127 - 63) << 23) | (significand << 7),
        };
    }
}
