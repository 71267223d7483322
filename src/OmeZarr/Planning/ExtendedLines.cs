namespace OmeZarr.Planning;

/// <summary>Rows or columns of a plate that is there already, when more are needed. What is there is kept; where the new ones go depends on how the list is ordered.</summary>
internal static class ExtendedLines
{
    /// <summary>The names with others that are given beside them: in the given order if that has all of them, else sorted if they are, else the new ones at the end.</summary>
    internal static IReadOnlyList<string> With(IReadOnlyList<string> existing, IReadOnlyList<string> given) =>
        existing.All(given.Contains) ? given : Merge(existing, given);

    /// <summary>The names with others that wells use: filled up if they are, else sorted if they are, else the new ones at the end.</summary>
    /// <param name="existing">The names that are there.</param>
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
