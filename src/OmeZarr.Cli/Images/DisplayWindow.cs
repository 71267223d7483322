using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Cli.Images;

/// <summary>The range of values of a channel that viewers show from black to full colour.</summary>
internal static class DisplayWindow
{
    /// <summary>The window of all measured values. An empty window is widened, because viewers divide by its width.</summary>
    internal static OmeroWindow Of((double Min, double Max) range)
    {
        var (min, max) = range.Max > range.Min ? range : Widen(range.Min);
        return new OmeroWindow { Min = min, Start = min, Max = max, End = max };
    }

    /// <summary>The window of a sample, with the limits of the data type, because other pixels may be outside the sample.</summary>
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

    /// <summary>The narrowest window around a value. Adding 1 changes nothing above 2^53, and the largest number has no successor.</summary>
    private static (double Min, double Max) Widen(double value)
    {
        var above = Math.Max(value + 1, Math.BitIncrement(value));
        return double.IsFinite(above) ? (value, above) : (Math.BitDecrement(value), value);
    }
}
