using System.Globalization;

namespace OmeZarr.Planning;

/// <summary>Derives the rows and columns of a plate from the names that its wells use, and adds them to those of a plate on disk.</summary>
internal static class RowColumnNaming
{
    /// <summary>The largest number of rows or columns that is filled in. Larger plates do not exist, so such names are not indices.</summary>
    internal const int MostFilledIn = 1000;

    private const int MostLetters = 3;
    private const int MostDigits = 9;
    private const int Letters = 26;

    /// <summary>Rows named like those of a spreadsheet are completed from A; any other names are only sorted.</summary>
    internal static IReadOnlyList<string> Rows(IReadOnlyCollection<string> used)
    {
        if (!used.All(IsLetters))
        {
            return [.. used.Order(NaturalOrder.Instance)];
        }

        var count = used.Max(IndexOf) + 1;
        return count <= MostFilledIn ? [.. Enumerable.Range(0, count).Select(NameOf)] : [.. used.OrderBy(IndexOf)];
    }

    /// <summary>Columns that are numbers of one format are completed from 1; any other names are only sorted.</summary>
    internal static IReadOnlyList<string> Columns(IReadOnlyCollection<string> used)
    {
        if (!used.All(IsNumber) || WidthOf(used) is not { } width || used.Max(Parse) is not (var count and <= MostFilledIn))
        {
            return [.. used.Order(NaturalOrder.Instance)];
        }

        var format = $"D{width}";
        return [.. Enumerable.Range(1, count).Select(number => number.ToString(format, CultureInfo.InvariantCulture))];
    }

    /// <summary>Index of a row: 0 for A, 25 for Z, 26 for AA.</summary>
    private static int IndexOf(string letters) => letters.Aggregate(0, (index, letter) => (index * Letters) + (letter - 'A' + 1)) - 1;

    private static string NameOf(int index) =>
        index < Letters ? ((char)('A' + index)).ToString() : NameOf((index / Letters) - 1) + (char)('A' + (index % Letters));

    private static bool IsLetters(string name) => name.Length is > 0 and <= MostLetters && name.All(char.IsAsciiLetterUpper);

    private static bool IsNumber(string name) => name.Length is > 0 and <= MostDigits && name.All(char.IsAsciiDigit) && Parse(name) > 0;

    private static int Parse(string number) => int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The minimum number of digits; null if the numbers are not of one format.</summary>
    private static int? WidthOf(IReadOnlyCollection<string> numbers)
    {
        var width = numbers.First().Length;
        return numbers.All(number => number[0] != '0') ? 1
            : numbers.All(number => number.Length == width) ? width
            : null;
    }

    /// <summary>Adds names that the caller lists. If the caller's list has all existing names, its order counts. Otherwise a sorted list stays sorted, and an unsorted one gets the new names at its end.</summary>
    internal static IReadOnlyList<string> With(IReadOnlyList<string> existing, IReadOnlyList<string> given) =>
        existing.All(given.Contains) ? given : Merge(existing, given);

    /// <summary>Adds names that wells use. A list without gaps stays without gaps, a sorted list stays sorted, and any other gets the new names at its end.</summary>
    /// <param name="existing">The names on disk.</param>
    /// <param name="used">Those, and the new ones.</param>
    /// <param name="fill">Fills names up, as for a plate that is new.</param>
    internal static IReadOnlyList<string> Fill(IReadOnlyList<string> existing, IReadOnlyCollection<string> used, Func<IReadOnlyCollection<string>, IReadOnlyList<string>> fill) =>
        existing.Count == 0 || existing.SequenceEqual(fill(existing)) ? fill(used) : Merge(existing, used);

    private static IReadOnlyList<string> Merge(IReadOnlyList<string> existing, IEnumerable<string> others)
    {
        var added = others.Except(existing).Order(NaturalOrder.Instance);
        return existing.SequenceEqual(existing.Order(NaturalOrder.Instance)) ? [.. existing.Concat(added).Order(NaturalOrder.Instance)] : [.. existing, .. added];
    }
}
