namespace OmeZarr.Tiff.Axes;

/// <summary>Maps the spellings of units in files to the names of OME-Zarr, which are those of UDUNITS-2.</summary>
internal static class PhysicalUnits
{
    /// <summary>The name of a unit of length; null for pixels and unknown units.</summary>
    public static string? Length(string unit) => unit.Replace("\\u00B5", "\u00B5", StringComparison.OrdinalIgnoreCase) switch
    {
        "micron" or "microns" or "micrometer" or "micrometers" or "micrometre" or "um" or "\u00B5m" or "\u03BCm" => "micrometer",
        "nm" or "nanometer" or "nanometers" or "nanometre" => "nanometer",
        "mm" or "millimeter" or "millimeters" or "millimetre" => "millimeter",
        "cm" or "centimeter" or "centimeters" or "centimetre" => "centimeter",
        "m" or "meter" or "meters" or "metre" => "meter",
        "pm" or "picometer" => "picometer",
        "angstrom" or "\u00C5" or "\\u00C5" => "angstrom",
        "inch" or "in" => "inch",
        _ => null,
    };

    /// <summary>The name of a unit of time; null for unknown units.</summary>
    public static string? Time(string unit) => unit switch
    {
        "s" or "sec" or "second" or "seconds" => "second",
        "ms" or "msec" or "millisecond" or "milliseconds" => "millisecond",
        "us" or "\u00B5s" or "\\u00B5s" or "microsecond" => "microsecond",
        "min" or "minute" or "minutes" => "minute",
        "h" or "hr" or "hour" or "hours" => "hour",
        _ => null,
    };
}
