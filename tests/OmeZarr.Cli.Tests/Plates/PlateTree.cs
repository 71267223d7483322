using System.Globalization;
using System.Text.RegularExpressions;
using TestKit;

namespace OmeZarr.Cli.Tests.Plates;

/// <summary>Writes folders of tiny images as instruments write them.</summary>
internal static partial class PlateTree
{
    /// <summary>
    /// The names that a template stands for. <c>{a,b}</c> stands for each of the texts; the first braces vary slowest. A number says otherwise: <c>{2|a,b}</c> varies
    /// faster than <c>{1|c,d}</c>. Braces with equal text are the same.
    /// </summary>
    internal static IReadOnlyList<string> Expand(string template)
    {
        var braces = Braces().Matches(template).Select((match, i) => (match.Value, Rank: match.Groups["rank"].Success ? int.Parse(match.Groups["rank"].Value, CultureInfo.InvariantCulture) : i, Texts: match.Groups["texts"].Value.Split(',')));
        IEnumerable<string> names = [template];
        foreach (var (value, _, texts) in braces.DistinctBy(brace => brace.Value).OrderBy(brace => brace.Rank))
        {
            names = names.SelectMany(name => texts.Select(text => name.Replace(value, text, StringComparison.Ordinal)));
        }

        return [.. names];
    }

    /// <summary>Writes images of 2 x 2 bytes. All pixels of the first are 1, of the second 2, and so on.</summary>
    internal static void Write(TemporaryFolder folder, IReadOnlyList<string> names)
    {
        foreach (var (i, name) in names.Index())
        {
            var value = (byte)(i + 1);
            TestFiles.WriteGray(folder[$"in/{name}"], 2, value, value, value, value);
        }
    }

    [GeneratedRegex(@"\{(?:(?<rank>\d)\|)?(?<texts>[^}]*)\}")]
    private static partial Regex Braces();
}
