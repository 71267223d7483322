using System.Globalization;
using System.Text.RegularExpressions;

namespace OmeZarr.Cli.Plates.Naming;

/// <summary>Names of rows, columns and fields in OME-Zarr: letters, and numbers without leading zeros.</summary>
internal static partial class WellName
{
    private const int MaxCount = 1_000_000;

    /// <summary><c>B03</c>, <c>b3</c>, <c>B - 03</c>; null for other text.</summary>
    internal static (string Row, string Column)? Parse(string well)
    {
        var match = Well().Match(well);
        return match.Success ? (match.Groups["row"].Value.ToUpperInvariant(), Number(match.Groups["column"].Value)) : null;
    }

    /// <summary>Letters, or a number counted from 1; null for other text.</summary>
    internal static string? Row(string row)
    {
        if (row.Length > 0 && row.All(char.IsAsciiLetter))
        {
            return row.ToUpperInvariant();
        }

        return int.TryParse(row, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? Letters(number) : null;
    }

    /// <summary>A number; null for other text.</summary>
    internal static string? Column(string column) => column.Length > 0 && column.All(char.IsAsciiDigit) ? Number(column) : null;

    /// <summary>ASCII letters and digits, as the specification requires; null for other text.</summary>
    internal static string? Field(string field) => field.Length > 0 && field.All(char.IsAsciiLetterOrDigit) ? Number(field) : null;

    /// <summary>A number without leading zeros; other text unchanged.</summary>
    internal static string Number(string text) => text.All(char.IsAsciiDigit) && text.TrimStart('0') is var number
        ? number.Length == 0 ? "0" : number
        : text;

    /// <summary>A number from 1; null for other text.</summary>
    internal static int? CountFromOne(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < MaxCount ? number : null;

    /// <summary>One more than a number that is counted from 0; null for other text.</summary>
    internal static int? CountFromZero(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < MaxCount ? number + 1 : null;

    /// <summary>1 is A, 26 Z, 27 AA.</summary>
    internal static string Letters(int number) => number <= 0 ? string.Empty : Letters((number - 1) / 26) + (char)('A' + ((number - 1) % 26));

    [GeneratedRegex("^(?<row>[A-Za-z]+)[-_ ]*(?<column>[0-9]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Well();
}
