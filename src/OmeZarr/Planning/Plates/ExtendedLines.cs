namespace OmeZarr.Planning.Plates;

/// <summary>Adds row or column names to those of a plate on disk. Existing names are kept; the order of the list decides where new names go.</summary>
internal static class ExtendedLines
{
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
