using System.Numerics;

namespace Zarr.Tests.Codecs.Casting;

/// <summary>The procedure of <c>cast_value</c> in exact fractions, to compare with: a number is an integer divided by a power of two.</summary>
internal static class NaiveCast
{
    private const int Shift = 1100; // more than the digits after the point of any float64

    /// <summary>The number times 2^1100.</summary>
    internal static BigInteger Exact(double value)
    {
        var (mantissa, exponent) = (Math.ScaleB(value, -Math.ILogB(value) + 52), Math.ILogB(value) - 52);
        return value == 0 ? 0 : Shifted(new BigInteger(mantissa), exponent + Shift);
    }

    /// <summary>The integer times 2^1100.</summary>
    internal static BigInteger Exact(BigInteger value) => value << Shift;

    /// <summary>The nearest multiple of 2^<paramref name="exponent"/> by the rule, as its number.</summary>
    internal static BigInteger Round(BigInteger exact, int exponent, string rounding)
    {
        var unit = BigInteger.One << (Shift + exponent);
        var floor = BigInteger.DivRem(exact, unit, out var rest);
        (floor, rest) = rest < 0 ? (floor - 1, rest + unit) : (floor, rest);
        var half = (2 * rest).CompareTo(unit);
        var up = rest != 0 && rounding switch
        {
            "towards-zero" => exact < 0,
            "towards-positive" => true,
            "towards-negative" => false,
            "nearest-away" => half > 0 || (half == 0 && exact > 0),
            _ => half > 0 || (half == 0 && !floor.IsEven),
        };
        return up ? floor + 1 : floor;
    }

    /// <summary>The integer, or null if the rules give none.</summary>
    internal static BigInteger? ToInteger(BigInteger exact, BigInteger min, BigInteger max, string rounding, string? outOfRange)
    {
        var rounded = Round(exact, 0, rounding);
        var count = max - min + 1;
        return rounded >= min && rounded <= max ? rounded
            : outOfRange == "clamp" ? BigInteger.Clamp(rounded, min, max)
            : outOfRange == "wrap" ? ((((rounded - min) % count) + count) % count) + min
            : null;
    }

    /// <summary>The floating point number of so many digits, or null if the rules give none.</summary>
    internal static double? ToFloat(BigInteger exact, int digits, int minExponent, double max, string rounding, string? outOfRange)
    {
        if (exact == 0)
        {
            return 0;
        }

        var exponent = Math.Max((int)(BigInteger.Abs(exact).GetBitLength() - 1) - Shift, minExponent) - digits + 1;
        var rounded = Round(exact, exponent, rounding);
        return BigInteger.Abs(Shifted(rounded, exponent + Shift)) <= Exact(max) ? Math.ScaleB((double)rounded, exponent)
            : outOfRange == "clamp" ? rounded.Sign * double.PositiveInfinity
            : null;
    }

    private static BigInteger Shifted(BigInteger value, int places) => places >= 0 ? value << places : value >> -places;
}
