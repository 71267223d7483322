using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Measuring;

/// <summary>The window of a channel, from the values that were found in it.</summary>
internal static class DisplayWindow
{
    /// <summary>The fraction of the values that is shown black.</summary>
    internal const double Low = 0.005;

    /// <summary>The fraction of the values that is not brighter than full colour.</summary>
    internal const double High = 0.997;

    /// <summary>A window that also has the limits of the values: those of the data type for 8 and 16 bits and truth values, otherwise those of the data.</summary>
    internal static OmeroWindow Of(ValueSummary values, DataType type, bool showsExtremes)
    {
        var (start, end) = Shown(showsExtremes ? values with { Low = values.Min, High = values.Max } : values);
        var (min, max) = Limits(type) ?? (Math.Min(values.Min, start), Math.Max(values.Max, end));
        return new OmeroWindow { Min = min, Start = start, End = end, Max = max };
    }

    /// <summary>
    /// The values that are shown black and in full colour. The first is always smaller, because viewers divide by the difference. Where the percentiles are equal, few pixels differ from the
    /// rest, and the extremes are shown. Where these are equal, too, the window reaches from the value to 0, so that a constant image is bright unless it is 0.
    /// </summary>
    internal static (double Start, double End) Shown(ValueSummary values)
    {
        if (values.Low < values.High)
        {
            return (values.Low, values.High);
        }

        var constant = values.Min;
        return values.Min < values.Max ? (values.Min, values.Max) : constant == 0 ? (0, 1) : (Math.Min(constant, 0), Math.Max(constant, 0));
    }

    private static (double Min, double Max)? Limits(DataType type) => type.Name switch
    {
        "bool" => (0, 1),
        "uint8" => (byte.MinValue, byte.MaxValue),
        "uint16" => (ushort.MinValue, ushort.MaxValue),
        "int8" => (sbyte.MinValue, sbyte.MaxValue),
        "int16" => (short.MinValue, short.MaxValue),
        _ => null,
    };
}
