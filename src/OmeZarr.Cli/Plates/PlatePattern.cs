using System.Text.RegularExpressions;

namespace OmeZarr.Cli.Plates;

/// <summary>A regular expression whose named groups are the parts of a file name.</summary>
internal sealed class PlatePattern
{
    /// <summary>The time limit of a match; backtracking can take exponential time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal) { ["col"] = "column", ["site"] = "field", ["t"] = "time" };
    private static readonly string[] KnownGroups = ["well", "row", "column", "field", "channel", "z", "time"];

    private readonly Regex regex;

    private PlatePattern(string name, Regex regex) => (Name, this.regex) = (name, regex);

    /// <summary>Name of a known convention, or the expression.</summary>
    internal string Name { get; }

    /// <summary>The supported naming conventions of microscopes.</summary>
    internal static IReadOnlyList<PlatePattern> Known { get; } =
    [
        OfMicroscope("cellomics", @"_(?<row>[A-Z]{1,2})(?<column>\d{2})f(?<field>\d{2,3})d(?<channel>\d)\.\w+$"),
        OfMicroscope("imagexpress", @"_(?<row>[A-Z]{1,2})(?<column>\d{2})(_s(?<field>\d+)(_w(?<channel>\d))?|_w(?<channel>\d))([0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12})?\.\w+$"),
        OfMicroscope("phenix", @"^r(?<row>\d{2})c(?<column>\d{2})f(?<field>\d{2,})p(?<z>\d{2,})-ch(?<channel>\d+)sk(?<time>\d+)fk1fl1\.\w+$"),
        OfMicroscope("yokogawa", @"_(?<row>[A-Z]{1,2})(?<column>\d{2})_T(?<time>\d{4})F(?<field>\d{3})L\d{2}A\d{2}Z(?<z>\d{2,3})C(?<channel>\d{2})\.\w+$"),
    ];

    /// <summary>Parses the pattern of the user.</summary>
    /// <exception cref="UsageException">The text is not a regular expression, or its groups do not name a well.</exception>
    internal static PlatePattern Parse(string text)
    {
        // Python writes (?P<name>...) for (?<name>...).
        var regex = Compile("--plate", text.Replace("(?P<", "(?<", StringComparison.Ordinal));
        var groups = regex.GetGroupNames().Where(group => !char.IsAsciiDigit(group[0])).Select(group => Aliases.GetValueOrDefault(group, group)).ToList();
        if (groups.Find(group => !KnownGroups.Contains(group)) is { } unknown)
        {
            throw new UsageException($"--plate: there is no meaning for the group {unknown}{Suggestion.For(unknown, KnownGroups)}; the groups are well (or row and column), field, channel, z, time");
        }

        var (hasWell, hasRow, hasColumn) = (groups.Contains("well"), groups.Contains("row"), groups.Contains("column"));
        return hasWell != (hasRow && hasColumn) && !(hasWell && (hasRow || hasColumn))
            ? new PlatePattern(text, regex)
            : throw new UsageException(groups.Count == 0
                ? $"--plate {Quote.IfNeeded(text)}: expected auto, {string.Join(", ", Known.Select(known => known.Name))}, or a pattern such as '_(?<well>[A-P]\\d\\d)_s(?<field>\\d+)_w(?<channel>\\d)'{Suggestion.For(text, Known.Select(known => known.Name))}"
                : "--plate: the pattern needs either the group well, or both row and column");
    }

    /// <exception cref="UsageException">The text is not a regular expression.</exception>
    internal static Regex Compile(string option, string text)
    {
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patience);
        }
        catch (ArgumentException error)
        {
            throw new UsageException($"{option} {Quote.IfNeeded(text)}: not a regular expression: {error.Message}");
        }
    }

    /// <summary>Matches the name of a file.</summary>
    /// <exception cref="UsageException">The match takes too long.</exception>
    internal static Match Find(string option, Regex regex, string path)
    {
        try
        {
            return regex.Match(Path.GetFileName(path));
        }
        catch (RegexMatchTimeoutException)
        {
            throw new UsageException($"{option}: the pattern takes too long for {Path.GetFileName(path)}; repetitions inside repetitions, such as (a+)+, do that");
        }
    }

    /// <summary>Parses the name of a file; null if it does not follow the pattern.</summary>
    /// <exception cref="UsageException">The name follows the pattern, but does not name a well.</exception>
    internal PlateFile? Read(string path)
    {
        var match = Find("--plate", regex, path);
        if (!match.Success)
        {
            return null;
        }

        string? Group(string name) => match.Groups[name] is { Success: true } group ? group.Value : null;
        var (row, column) = WellOf(path, Group("well"), Group("row"), Group("column") ?? Group("col"));
        var field = Group("field") ?? Group("site") ?? "0";
        return new PlateFile(
            path,
            row,
            column,
            WellName.Field(field) ?? throw Wrong(path, "field", field, "letters and digits"),
            NumberOf(Group("channel")),
            NumberOf(Group("z")),
            NumberOf(Group("time") ?? Group("t")));
    }

    private static (string Row, string Column) WellOf(string path, string? well, string? row, string? column)
    {
        if (well is not null)
        {
            return WellName.Parse(well) ?? throw Wrong(path, "well", well, "letters of a row and a number of a column, such as B03");
        }

        return (
            WellName.Row(row ?? string.Empty) ?? throw Wrong(path, "row", row, "letters, or a number counted from 1"),
            WellName.Column(column ?? string.Empty) ?? throw Wrong(path, "column", column, "a number"));
    }

    private static UsageException Wrong(string path, string group, string? value, string expected) =>
        new($"--plate: in {Path.GetFileName(path)} the {group} is \"{value}\"; expected {expected}");

    private static string? NumberOf(string? text) => text is null ? null : WellName.Number(text);

    private static PlatePattern OfMicroscope(string name, string expression) =>
        new(name, new Regex(expression, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, Patience));
}
