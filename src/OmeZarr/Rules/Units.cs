using System.Collections.Frozen;

namespace OmeZarr.Rules;

/// <summary>The units that the specification names (section "axes").</summary>
internal static class Units
{
    public static FrozenSet<string> Space { get; } = FrozenSet.Create(
        "angstrom", "attometer", "centimeter", "decimeter", "exameter", "femtometer", "foot", "gigameter", "hectometer", "inch",
        "kilometer", "megameter", "meter", "micrometer", "mile", "millimeter", "nanometer", "parsec", "petameter", "picometer",
        "terameter", "yard", "yoctometer", "yottameter", "zeptometer", "zettameter");

    public static FrozenSet<string> Time { get; } = FrozenSet.Create(
        "attosecond", "centisecond", "day", "decisecond", "exasecond", "femtosecond", "gigasecond", "hectosecond", "hour",
        "kilosecond", "megasecond", "microsecond", "millisecond", "minute", "nanosecond", "petasecond", "picosecond", "second",
        "terasecond", "yoctosecond", "yottasecond", "zeptosecond", "zettasecond");
}
