using System.Globalization;
using OmeZarr.Cli.Images;

namespace OmeZarr.Cli.Commands;

/// <summary>Parses option values of the form <c>y=0.5,x=0.5</c>: one value for each named axis.</summary>
internal static class AxisValues
{
    internal static IReadOnlyDictionary<char, double> ParseSizes(string? text) =>
        Parse(text, "--scale", "y=0.65,x=0.65").ToDictionary(pair => pair.Axis, pair => ParseSize(pair.Value));

    internal static IReadOnlyDictionary<char, string> ParseUnits(string? text) => text is not null && !text.Contains('=', StringComparison.Ordinal)
        ? new Dictionary<char, string> { [ConvertRequest.AllSpaceAxes] = UnitNames.Spelled(text) }
        : Parse(text, "--unit", "micrometer, or t=second,x=micrometer").ToDictionary(pair => pair.Axis, pair => UnitNames.Spelled(pair.Value));

    /// <summary>Lengths of axes of pages.</summary>
    internal static IReadOnlyDictionary<char, long> ParseLengths(string? text) =>
        Parse(text, "--sizes", "t=3,z=5").ToDictionary(pair => pair.Axis, pair => (long)OptionValues.ParseCount("--sizes", pair.Value, 1, int.MaxValue));

    /// <summary>Whole numbers of at least 1, in the order of the text.</summary>
    internal static (string Axis, int Factor)[] ParseFactors(string? text) => [.. Parse(text, "--factors", "z=1,y=2,x=2").Select(pair =>
        int.TryParse(pair.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var factor) && factor > 0
            ? ($"{pair.Axis}", factor)
            : throw new UsageException($"--factors {Quote.IfNeeded(text!)}: {pair.Value} is not a factor, which is a whole number greater than 0"))];

    private static List<(char Axis, string Value)> Parse(string? text, string option, string example)
    {
        var pairs = new List<(char Axis, string Value)>();
        foreach (var part in text?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [[var axis], { Length: > 0 } value])
            {
                throw new UsageException($"{option} {Quote.IfNeeded(text!)}: expected something like {example}");
            }

            if (pairs.Any(pair => pair.Axis == axis))
            {
                throw new UsageException($"{option} {Quote.IfNeeded(text!)}: the axis {axis} is given twice");
            }

            pairs.Add((axis, value));
        }

        return pairs;
    }

    private static double ParseSize(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var size) && double.IsFinite(size) && size > 0
            ? size
            : throw new UsageException($"--scale: {text} is not a pixel size, which is a number greater than 0");
}
