namespace Zarr.Codecs.Casting;

/// <summary>The numbers that a binary floating point format of IEEE 754 has.</summary>
/// <param name="Digits">Binary digits of a number, with the one that is not stored.</param>
/// <param name="MinExponent">Exponent of the smallest number with all its digits.</param>
/// <param name="Max">The largest finite number.</param>
internal readonly record struct FloatFormat(int Digits, int MinExponent, double Max)
{
    /// <summary>The format of so many bytes.</summary>
    internal static FloatFormat Of(int size) => size switch
    {
        2 => new FloatFormat(11, -14, 65504),
        4 => new FloatFormat(24, -126, float.MaxValue),
        _ => new FloatFormat(53, -1022, double.MaxValue),
    };
}
