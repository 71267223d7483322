using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Cli.Conversion;

/// <summary>Which values of a channel viewers show from black to full colour.</summary>
internal static class DisplayWindow
{
    /// <summary>All values that occur. A window without width would be a division by zero in viewers.</summary>
    internal static OmeroWindow Of((double Min, double Max) range)
    {
        var (min, max) = range.Max > range.Min ? range : Widen(range.Min);
        return new OmeroWindow { Min = min, Start = min, Max = max, End = max };
    }

    /// <summary>The values of a sample, and as limits those of the type, since pixels that were not looked at may lie outside of the sample.</summary>
    internal static OmeroWindow OfSample((double Min, double Max) range, DataType type)
    {
        var window = Of(range);
        if (Limits(type) is not { } limits)
        {
            return window;
        }

        var end = Math.Min(window.End, limits.Max);
        return new OmeroWindow { Min = limits.Min, Max = limits.Max, Start = Math.Min(window.Start, end - 1), End = end };
    }

    private static (double Min, double Max)? Limits(DataType type) => type.Name switch
    {
        "uint8" => (byte.MinValue, byte.MaxValue),
        "uint16" => (ushort.MinValue, ushort.MaxValue),
        "int8" => (sbyte.MinValue, sbyte.MaxValue),
        "int16" => (short.MinValue, short.MaxValue),
        _ => null,
    };

    /// <summary>1 is nothing beside a value beyond 2^53, and there is no number above the largest.</summary>
    private static (double Min, double Max) Widen(double value)
    {
        var above = Math.Max(value + 1, Math.BitIncrement(value));
        return double.IsFinite(above) ? (value, above) : (Math.BitDecrement(value), value);
    }
}
