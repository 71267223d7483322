using OmeZarr.V05;
using Zarr;

namespace OmeZarr.OmeXml;

/// <summary>Translates units, pixel types and axes of OME-Zarr to OME-XML (schema 2016-06).</summary>
internal static class OmeXmlWords
{
    /// <summary>The dimension letters, in the order of the schema.</summary>
    internal const string Dimensions = "XYZCT";

    /// <summary>The pixel type; null if there is none, as for <c>float16</c> and integers of 64 bits.</summary>
    internal static string? PixelType(DataType type) => type.Name switch
    {
        "bool" => "bit",
        "int8" or "int16" or "int32" or "uint8" or "uint16" or "uint32" => type.Name,
        "float32" => "float",
        "float64" => "double",
        "complex64" => "complex",
        "complex128" => "double-complex",
        _ => null,
    };

    /// <summary>The symbol of the unit of an axis; null if it has none, or OME-XML has no such unit.</summary>
    internal static string? Unit(Axis axis) => axis switch
    {
        SpaceAxis => Length(axis.Unit),
        TimeAxis => Time(axis.Unit),
        _ => null,
    };

    private static string? Length(string? unit) => unit switch
    {
        "angstrom" => "\u00C5",
        "foot" => "ft",
        "inch" => "in",
        "mile" => "mi",
        "parsec" => "pc",
        "yard" => "yd",
        _ => Metric(unit, "meter", "m"),
    };

    private static string? Time(string? unit) => unit switch
    {
        "day" => "d",
        "hour" => "h",
        "minute" => "min",
        _ => Metric(unit, "second", "s"),
    };

    private static string? Metric(string? unit, string word, string symbol) =>
        unit?.EndsWith(word, StringComparison.Ordinal) == true && Prefix(unit[..^word.Length]) is { } prefix ? prefix + symbol : null;

    private static string? Prefix(string word) => word switch
    {
        "" => "",
        "yotta" => "Y",
        "zetta" => "Z",
        "exa" => "E",
        "peta" => "P",
        "tera" => "T",
        "giga" => "G",
        "mega" => "M",
        "kilo" => "k",
        "hecto" => "h",
        "deci" => "d",
        "centi" => "c",
        "milli" => "m",
        "micro" => "\u00B5",
        "nano" => "n",
        "pico" => "p",
        "femto" => "f",
        "atto" => "a",
        "zepto" => "z",
        "yocto" => "y",
        _ => null,
    };
}
