using System.Runtime.InteropServices;

namespace Zarr.Codecs.Casting;

/// <summary>
/// The slow half of <see cref="ValueCast"/>: one element, of any two data types of numbers, by the procedure of the <c>cast_value</c> codec. Floating point numbers are calculated with as float64, which has all
/// numbers of the smaller formats.
/// </summary>
internal static class ScalarCast
{
    /// <summary>Converts an element.</summary>
    /// <returns>Whether the rules give it a value in the other data type.</returns>
    internal static bool TryCast(ReadOnlySpan<byte> element, DataType from, Span<byte> result, DataType to, CastRules rules)
    {
        if (to.IsInteger)
        {
            return TryRound(element, from, rules.Rounding, out var integer) && TryWriteInteger(integer, result, to, rules.OutOfRange);
        }

        var format = FloatFormat.Of(to.Size);
        var value = from.IsInteger
            ? Round(ReadInteger(element, from), format, rules.Rounding)
            : Round(ReadFloat(element), format, rules.Rounding);
        return TryWriteFloat(value, result, format, rules.OutOfRange);
    }

    /// <summary>Whether two elements are the same number; NaN is the same as any NaN, and zero has no sign.</summary>
    internal static bool AreEqual(ReadOnlySpan<byte> element, ReadOnlySpan<byte> other, DataType type) =>
        type.IsInteger ? element.SequenceEqual(other) : ReadFloat(element).Equals(ReadFloat(other));

    /// <summary>The integer, or the rounded floating point number. False for NaN and infinity.</summary>
    private static bool TryRound(ReadOnlySpan<byte> element, DataType from, MidpointRounding rounding, out Int128 integer)
    {
        if (from.IsInteger)
        {
            integer = ReadInteger(element, from);
            return true;
        }

        // float64 reaches far beyond 128 bits, but from there on its numbers are multiples of 2^64: all are as much out of range, and none has low bits.
        var far = Math.ScaleB(1, 126);
        var rounded = Math.Round(ReadFloat(element), rounding);
        integer = double.IsFinite(rounded) ? (Int128)Math.Clamp(rounded, -far, far) : 0;
        return double.IsFinite(rounded);
    }

    private static bool TryWriteInteger(Int128 value, Span<byte> result, DataType to, OutOfRange outOfRange)
    {
        var bits = 8 * to.Size;
        var (min, max) = to.Kind == DataTypeKind.SignedInteger
            ? (-(Int128.One << (bits - 1)), (Int128.One << (bits - 1)) - 1)
            : (Int128.Zero, (Int128.One << bits) - 1);
        var isInRange = value >= min && value <= max;
        WriteLowBits(outOfRange == OutOfRange.Clamped ? Int128.Clamp(value, min, max) : value, result);
        return isInRange || outOfRange != OutOfRange.Refused;
    }

    /// <summary>Rounds an integer to as many digits as the format has.</summary>
    private static double Round(Int128 value, FloatFormat format, MidpointRounding rounding)
    {
        var magnitude = UInt128.CreateTruncating(Int128.Abs(value));
        var dropped = Math.Max(0, 128 - (int)UInt128.LeadingZeroCount(magnitude) - format.Digits);

        // At most 53 digits and, after them, whether something follows, which is all that rounding asks.
        var kept = (double)(magnitude >> dropped);
        var rest = magnitude - (magnitude >> dropped << dropped);
        var half = dropped == 0 ? UInt128.Zero : UInt128.One << (dropped - 1);
        var fraction = rest == 0 ? 0 : rest < half ? 0.25 : rest == half ? 0.5 : 0.75;
        var sign = value < 0 ? -1.0 : 1.0;
        return Math.ScaleB(RoundParts(sign, kept, fraction, rounding), dropped);
    }

    /// <summary>Rounds <paramref name="whole"/> + <paramref name="fraction"/> with a sign, where the sum may need more digits than float64 has.</summary>
    private static double RoundParts(double sign, double whole, double fraction, MidpointRounding rounding)
    {
        var isOdd = whole % 2 == 1;
        var parity = isOdd ? 1 : 0;
        return (sign * (whole - parity)) + Math.Round(sign * (parity + fraction), rounding);
    }

    /// <summary>Rounds a number to as many digits as the format has at its magnitude. NaN and infinity stay, and so does the sign of zero.</summary>
    private static double Round(double value, FloatFormat format, MidpointRounding rounding)
    {
        if (value == 0 || !double.IsFinite(value) || format.Digits == FloatFormat.Of(sizeof(double)).Digits)
        {
            return value;
        }

        var lastDigit = Math.Max(Math.ILogB(value), format.MinExponent) - (format.Digits - 1);
        return Math.ScaleB(Math.Round(Math.ScaleB(value, -lastDigit), rounding), lastDigit);
    }

    private static bool TryWriteFloat(double value, Span<byte> result, FloatFormat format, OutOfRange outOfRange)
    {
        WriteFloat(value, result);
        return !(double.IsFinite(value) && Math.Abs(value) > format.Max) || outOfRange == OutOfRange.Clamped;
    }

    private static Int128 ReadInteger(ReadOnlySpan<byte> element, DataType type) => (type.Kind, type.Size) switch
    {
        (DataTypeKind.SignedInteger, 1) => (sbyte)element[0],
        (DataTypeKind.SignedInteger, 2) => MemoryMarshal.Read<short>(element),
        (DataTypeKind.SignedInteger, 4) => MemoryMarshal.Read<int>(element),
        (DataTypeKind.SignedInteger, _) => MemoryMarshal.Read<long>(element),
        (_, 1) => element[0],
        (_, 2) => MemoryMarshal.Read<ushort>(element),
        (_, 4) => MemoryMarshal.Read<uint>(element),
        _ => MemoryMarshal.Read<ulong>(element),
    };

    private static double ReadFloat(ReadOnlySpan<byte> element) => element.Length switch
    {
        2 => (double)MemoryMarshal.Read<Half>(element),
        4 => MemoryMarshal.Read<float>(element),
        _ => MemoryMarshal.Read<double>(element),
    };

    private static void WriteLowBits(Int128 value, Span<byte> result)
    {
        switch (result.Length)
        {
            case 1: result[0] = unchecked((byte)value); break;
            case 2: MemoryMarshal.Write(result, unchecked((ushort)value)); break;
            case 4: MemoryMarshal.Write(result, unchecked((uint)value)); break;
            default: MemoryMarshal.Write(result, unchecked((ulong)value)); break;
        }
    }

    private static void WriteFloat(double value, Span<byte> result)
    {
        switch (result.Length)
        {
            case 2: MemoryMarshal.Write(result, (Half)value); break;
            case 4: MemoryMarshal.Write(result, (float)value); break;
            default: MemoryMarshal.Write(result, value); break;
        }
    }
}
