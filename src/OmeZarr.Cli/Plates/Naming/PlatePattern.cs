using System.Globalization;
using System.Text.RegularExpressions;

namespace OmeZarr.Cli.Plates.Naming;

/// <summary>Regular expressions whose named groups are the parts of a file name. The first that matches is used.</summary>
/// <param name="name">Name of a known convention, or the expression of the user.</param>
/// <param name="expressions">At least one.</param>
internal sealed class PlatePattern(string name, IReadOnlyList<PlateExpression> expressions)
{
    private const string Example = @"'_(?<well>[A-P]\d\d)_s(?<field>\d+)_w(?<channel>\d)'";

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal) { ["col"] = "column", ["site"] = "field", ["t"] = "time" };
    private static readonly string[] KnownGroups = ["well", "row", "column", "wellnumber", "field", "channel", "z", "time"];

    /// <summary>Name of a known convention, or the expression.</summary>
    internal string Name => name;

    /// <summary>Parses the pattern of the user.</summary>
    /// <exception cref="UsageException">The text is not a regular expression, or its groups do not name a well.</exception>
    internal static PlatePattern Parse(string text) => new(text, [ParseOne(text)]);

    /// <summary>Parses several patterns of the user, from a file.</summary>
    /// <exception cref="UsageException">A text is not a regular expression, or its groups do not name a well.</exception>
    internal static PlatePattern Parse(string file, IReadOnlyList<string> texts) => new(file, [.. texts.Select(ParseOne)]);

    /// <summary>Parses the name of a file; null if it does not follow the pattern.</summary>
    /// <exception cref="UsageException">The match takes too long, or the name follows the pattern, but does not name a well.</exception>
    internal PlateFile? Read(PlateName file)
    {
        var (found, problem) = TryRead(file);
        return problem is null ? found : throw new UsageException($"--plate: in {file.FileName} {problem}");
    }

    /// <summary>Parses the name of a file. Without a result it does not follow the pattern, or has a problem.</summary>
    /// <exception cref="UsageException">The match takes too long.</exception>
    internal (PlateFile? File, string? Problem) TryRead(PlateName file)
    {
        foreach (var expression in expressions)
        {
            if (expression.Find(file) is { Success: true } match)
            {
                return Place(file, match);
            }
        }

        return (null, null);
    }

    private static PlateExpression ParseOne(string text)
    {
        // Python writes (?P<name>...) for (?<name>...).
        var expression = PlateExpression.OfUser("--plate", text.Replace("(?P<", "(?<", StringComparison.Ordinal));
        var groups = expression.Groups.Select(group => Aliases.GetValueOrDefault(group, group)).ToList();
        if (groups.Find(group => !KnownGroups.Contains(group)) is { } unknown)
        {
            throw new UsageException($"--plate: there is no meaning for the group {unknown}{Suggestion.For(unknown, KnownGroups)}; the groups are well (or row and column, or wellnumber), field, channel, z, time");
        }

        var (hasWell, hasRow, hasColumn, hasNumber) = (groups.Contains("well"), groups.Contains("row"), groups.Contains("column"), groups.Contains("wellnumber"));
        var names = PlateConventions.All.Select(known => known.Name);
        return new[] { hasWell, hasRow && hasColumn, hasNumber }.Count(has => has) == 1 && hasRow == hasColumn
            ? expression
            : throw new UsageException(groups.Count == 0
                ? $"--plate {Quote.IfNeeded(text)}: expected auto, {string.Join(", ", names)}, or a pattern such as {Example}{Suggestion.For(text, names)}"
                : "--plate: the pattern needs either the group well, or both row and column, or wellnumber");
    }

    private static (PlateFile? File, string? Problem) Place(PlateName file, Match match)
    {
        string? Group(string group) => match.Groups[group] is { Success: true } found ? found.Value : null;
        var (well, problem) = WellOf(Group);
        var text = FieldOf(Group);
        var field = WellName.Field(text);
        return problem is not null || field is null
            ? (null, problem ?? Expected("field", text, "letters and digits"))
            : (new PlateFile(file.Path, well.Row, well.Column, field, NumberOf(Group("channel")), NumberOf(Group("z")), NumberOf(Group("time") ?? Group("t")))
            {
                WellNumber = well.Number,
                PixelSize = int.TryParse(Group("pixel"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null,
            }, null);
    }

    private static string FieldOf(Func<string, string?> group)
    {
        if (group("fieldx") is { } x)
        {
            return $"x{WellName.Number(x)}y{WellName.Number(group("fieldy") ?? string.Empty)}";
        }

        var field = group("field") ?? group("site") ?? "0";
        return group("region") is { } region ? $"r{WellName.Number(region)}f{WellName.Number(field)}" : field;
    }

    private static ((string Row, string Column, int? Number) Well, string? Problem) WellOf(Func<string, string?> group)
    {
        if (group("well") is { } well)
        {
            return WellName.Parse(well) is var (row, column) ? ((row, column, null), null) : (default, Expected("well", well, "letters of a row and a number of a column, such as B03"));
        }

        if (group("row") is null && group("column") is null && group("wellnumber") is { } number)
        {
            return WellName.CountFromOne(number) is { } count ? ((string.Empty, string.Empty, count), null) : (default, Expected("wellnumber", number, "a number counted from 1"));
        }

        var (rowText, columnText) = (group("row") ?? FromOne(group("row0")), group("column") ?? group("col") ?? FromOne(group("column0")));
        if (rowText is null && columnText is null)
        {
            return (("A", "1", null), null); // programs without plates
        }

        return (WellName.Row(rowText ?? string.Empty), WellName.Column(columnText ?? string.Empty)) switch
        {
            (null, _) => (default, Expected("row", rowText, "letters, or a number counted from 1")),
            (_, null) => (default, Expected("column", columnText, "a number")),
            ({ } letters, { } digits) => ((letters, digits, null), null),
        };
    }

    private static string? FromOne(string? number) => WellName.CountFromZero(number)?.ToString(CultureInfo.InvariantCulture);

    private static string Expected(string group, string? value, string expected) => $"the {group} is \"{value}\"; expected {expected}";

    private static string? NumberOf(string? text) => text is null ? null : WellName.Number(text);
}
