using OmeZarr.Files;

namespace OmeZarr.Tiff.OmeXml;

/// <summary>Translates the units of the schema (UnitsLength, UnitsTime) to those of OME-Zarr. A unit that OME-Zarr lacks is converted to one that it has.</summary>
internal static class OmeUnits
{
    /// <summary>The unit of positions that refer to nothing but each other.</summary>
    public const string ReferenceFrame = "reference frame";

    /// <summary>A unit of OME-Zarr, and how many of it make one unit of the schema.</summary>
    private readonly record struct Unit(string Name, double Factor);

    /// <summary>The distance of pixels; its unit is null if the symbol is unknown or a reference frame; null for the unit pixel.</summary>
    public static PhysicalSize? Length(OmeQuantity quantity) =>
        quantity.Unit == "pixel" ? null
        : LengthUnit(quantity.Unit) is { } unit ? Size(quantity.Value * unit.Factor, unit.Name)
        : Size(quantity.Value, null);

    /// <summary>The distance of frames; its unit is null if the symbol is unknown.</summary>
    public static PhysicalSize? Time(OmeQuantity quantity) =>
        TimeUnit(quantity.Unit) is { } unit ? Size(quantity.Value * unit.Factor, unit.Name) : Size(quantity.Value, null);

    /// <summary>A position on the stage; null for the unit pixel.</summary>
    public static FilePosition? Position(OmeQuantity quantity)
    {
        var unit = LengthUnit(quantity.Unit);
        var value = quantity.Value * (unit?.Factor ?? 1);
        return quantity.Unit == "pixel" || !double.IsFinite(value) ? null : new FilePosition(value, unit?.Name);
    }

    /// <summary>A wavelength in nanometres; null if it is not positive or the unit is no length.</summary>
    public static double? Nanometers(OmeQuantity quantity) =>
        LengthUnit(quantity.Unit) is { } unit && Meters(unit.Name) is { } meters && quantity.Value * unit.Factor * meters * 1e9 is > 0 and < double.PositiveInfinity and var length
            ? Math.Round(length, 6)
            : null;

    /// <summary>Whether the symbol is one of the schema, or a usual spelling of one.</summary>
    public static bool IsKnown(char axis, string symbol) =>
        axis == 't' ? TimeUnit(symbol) is not null : symbol is "pixel" or ReferenceFrame || LengthUnit(symbol) is not null;

    private static PhysicalSize? Size(double value, string? unit) => double.IsFinite(value) && value > 0 ? new PhysicalSize(value, unit) : null;

    private static Unit? LengthUnit(string symbol) => Plain(symbol) switch
    {
        "\u00C5" or "\u212B" or "angstrom" => new Unit("angstrom", 1), // U+212B is the sign for angstrom, U+00C5 the letter
        "in" or "inch" => new Unit("inch", 1),
        "ft" => new Unit("foot", 1),
        "yd" => new Unit("yard", 1),
        "mi" => new Unit("mile", 1),
        "pc" => new Unit("parsec", 1),
        "dam" => new Unit("meter", 10),
        "thou" => new Unit("inch", 1e-3),
        "li" => new Unit("inch", 1.0 / 12),
        "pt" => new Unit("inch", 1.0 / 72),
        "ua" => new Unit("kilometer", 149597870.7),
        "ly" => new Unit("petameter", 9.4607304725808),
        "micron" or "microns" => new Unit("micrometer", 1),
        "meter" or "metre" => new Unit("meter", 1),
        var plain => Metric(plain, "m", "meter"),
    };

    private static Unit? TimeUnit(string symbol) => Plain(symbol) switch
    {
        "min" => new Unit("minute", 1),
        "h" => new Unit("hour", 1),
        "d" => new Unit("day", 1),
        "das" => new Unit("second", 10),
        "sec" => new Unit("second", 1),
        var plain => Metric(plain, "s", "second"),
    };

    // Writers spell the prefix as the micro sign (U+00B5), as the Greek letter (U+03BC), as u, or as either in UTF-8 that was read as Latin-1.
    private static string Plain(string symbol) => symbol.Trim().Replace("\u00C2\u00B5", "u", StringComparison.Ordinal).Replace("\u00CE\u00BC", "u", StringComparison.Ordinal)
        .Replace('\u00B5', 'u').Replace('\u03BC', 'u');

    private static Unit? Metric(string symbol, string baseSymbol, string baseName) =>
        symbol.EndsWith(baseSymbol, StringComparison.Ordinal) && Prefix(symbol[..^baseSymbol.Length]) is { } prefix ? new Unit(prefix.Name + baseName, 1)
        : symbol.TrimEnd('s').Replace("metre", "meter", StringComparison.Ordinal) is var word && word.EndsWith(baseName, StringComparison.Ordinal) && IsPrefixName(word[..^baseName.Length])
            ? new Unit(word, 1)
            : null;

    private static double? Meters(string name) => name switch
    {
        "angstrom" => 1e-10,
        "inch" => 0.0254,
        "foot" => 0.3048,
        "yard" => 0.9144,
        _ => name.EndsWith("meter", StringComparison.Ordinal) ? Prefixes.First(prefix => prefix.Name == name[..^"meter".Length]).Factor : null,
    };

    private static (string Symbol, string Name, double Factor)? Prefix(string symbol) =>
        Prefixes.FirstOrDefault(prefix => prefix.Symbol == symbol) is { Name: not null } found ? found : null;

    private static bool IsPrefixName(string name) => Prefixes.Any(prefix => prefix.Name == name);

    private static readonly (string Symbol, string Name, double Factor)[] Prefixes =
    [
        ("Y", "yotta", 1e24), ("Z", "zetta", 1e21), ("E", "exa", 1e18), ("P", "peta", 1e15), ("T", "tera", 1e12), ("G", "giga", 1e9), ("M", "mega", 1e6), ("k", "kilo", 1e3), ("h", "hecto", 1e2),
        ("", "", 1), ("d", "deci", 1e-1), ("c", "centi", 1e-2), ("m", "milli", 1e-3), ("u", "micro", 1e-6), ("n", "nano", 1e-9), ("p", "pico", 1e-12), ("f", "femto", 1e-15), ("a", "atto", 1e-18),
        ("z", "zepto", 1e-21), ("y", "yocto", 1e-24),
    ];
}
