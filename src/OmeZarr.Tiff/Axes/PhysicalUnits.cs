using System.Globalization;
using System.Text.RegularExpressions;

namespace OmeZarr.Tiff.Axes;

/// <summary>Maps the spellings of units in files to the names of OME-Zarr, which are those of UDUNITS-2.</summary>
internal static partial class PhysicalUnits
{
    /// <summary>The name of a unit of length; null for pixels and unknown units.</summary>
    public static string? Length(string? unit) => Unescape(unit) switch
    {
        "micron" or "microns" or "micrometer" or "micrometers" or "micrometre" or "micrometres" or "um" or "\u00B5m" or "\u03BCm" or "mkm" or "Micron" or "Microns" or "Micrometer" or "MICRONS" => "micrometer",
        "nm" or "nanometer" or "nanometers" or "nanometre" or "nanometres" => "nanometer",
        "mm" or "millimeter" or "millimeters" or "millimetre" or "millimetres" => "millimeter",
        "cm" or "centimeter" or "centimeters" or "centimetre" or "centimetres" => "centimeter",
        "dm" or "decimeter" or "decimeters" or "decimetre" => "decimeter",
        "m" or "meter" or "meters" or "metre" or "metres" => "meter",
        "km" or "kilometer" or "kilometers" or "kilometre" => "kilometer",
        "pm" or "picometer" or "picometers" or "picometre" => "picometer",
        "fm" or "femtometer" => "femtometer",
        "angstrom" or "angstroms" or "Angstrom" or "\u00C5" or "\u212B" or "A" => "angstrom",
        "inch" or "inches" or "in" => "inch",
        "ft" or "foot" or "feet" => "foot",
        "yd" or "yard" => "yard",
        "mi" or "mile" => "mile",
        _ => null,
    };

    /// <summary>The name of a unit of time; null for unknown units.</summary>
    public static string? Time(string? unit) => Unescape(unit) switch
    {
        "s" or "sec" or "secs" or "second" or "seconds" => "second",
        "ms" or "msec" or "millisecond" or "milliseconds" => "millisecond",
        "us" or "usec" or "\u00B5s" or "\u03BCs" or "\u00B5sec" or "\u03BCsec" or "microsecond" or "microseconds" => "microsecond",
        "ns" or "nsec" or "nanosecond" or "nanoseconds" => "nanosecond",
        "min" or "mins" or "minute" or "minutes" => "minute",
        "h" or "hr" or "hrs" or "hour" or "hours" => "hour",
        "d" or "day" or "days" => "day",
        _ => null,
    };

    // ImageJ writes characters beyond Latin-1 as \u00B5, as Java does.
    private static string? Unescape(string? unit) => unit is null
        ? null
        : Escape().Replace(unit, match => ((char)int.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()).Trim();

    [GeneratedRegex(@"\\[uU]([0-9a-fA-F]{4})")]
    private static partial Regex Escape();
}
