namespace OmeZarr.Cli.Text;

/// <summary>Symbols and common spellings of the units of OME-Zarr.</summary>
internal static class UnitNames
{
    private static readonly Dictionary<string, string> Symbols = new(StringComparer.Ordinal)
    {
        ["angstrom"] = "Å",
        ["picometer"] = "pm",
        ["nanometer"] = "nm",
        ["micrometer"] = "µm",
        ["millimeter"] = "mm",
        ["centimeter"] = "cm",
        ["meter"] = "m",
        ["nanosecond"] = "ns",
        ["microsecond"] = "µs",
        ["millisecond"] = "ms",
        ["second"] = "s",
        ["minute"] = "min",
        ["hour"] = "h",
    };

    private static readonly Dictionary<string, string> Spellings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["um"] = "micrometer",
        ["\u03BCm"] = "micrometer",
        ["micron"] = "micrometer",
        ["us"] = "microsecond",
        ["\u03BCs"] = "microsecond",
        ["a"] = "angstrom",
        ["\u212B"] = "angstrom",
        ["sec"] = "second",
        ["msec"] = "millisecond",
        ["hr"] = "hour",
    };

    /// <summary>Number of these units in a micrometer; null for units that are no lengths or are not used for microscopes.</summary>
    internal static double? PerMicrometer(string? unit) => unit switch
    {
        "nanometer" => 1e3,
        "micrometer" => 1,
        "millimeter" => 1e-3,
        "centimeter" => 1e-4,
        "meter" => 1e-6,
        _ => null,
    };

    /// <summary>The symbol of a unit, or its name if there is none.</summary>
    internal static string Symbol(string unit) => Symbols.GetValueOrDefault(unit, unit);

    /// <summary>The unit as OME-Zarr spells it: <c>um</c>, <c>µm</c>, <c>Micrometre</c> are <c>micrometer</c>. Other words stay as they are.</summary>
    internal static string Spelled(string unit) => Meant(unit) ?? unit;

    /// <summary>The end of an error message: the closest unit, or examples of units.</summary>
    internal static string Hint(string? unit, string? axisType)
    {
        var meant = Symbols.FirstOrDefault(pair => string.Equals(pair.Value, unit, StringComparison.OrdinalIgnoreCase)).Key ?? Meant(unit ?? string.Empty);
        return meant is null || meant == unit ? $"; there is {(axisType == "time" ? "second, millisecond" : "micrometer, nanometer")} and others" : $"; did you mean {meant}?";
    }

    /// <summary>Symbols count as they are written, because mm and Mm are different units.</summary>
    private static string? Meant(string unit)
    {
        var singular = unit.Length > 2 ? unit.Trim().TrimEnd('s') : unit; // "as" is no plural
        return Symbols.FirstOrDefault(pair => pair.Value == unit).Key
            ?? Spellings.GetValueOrDefault(unit)
            ?? Spellings.GetValueOrDefault(singular)
            ?? Symbols.Keys.FirstOrDefault(name => IsSpellingOf(name, singular));
    }

    private static bool IsSpellingOf(string name, string? typed) =>
        string.Equals(name, typed?.Replace("metre", "meter", StringComparison.OrdinalIgnoreCase), StringComparison.OrdinalIgnoreCase);
}
