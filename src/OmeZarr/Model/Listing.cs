namespace OmeZarr;

/// <summary>Lists of names in messages.</summary>
internal static class Listing
{
    /// <summary>The first names, and the number of the others: <c>A, B, and 3 more</c>.</summary>
    /// <param name="names">The names.</param>
    /// <param name="most">How many are spelled out.</param>
    internal static string Of<T>(IReadOnlyCollection<T> names, int most) =>
        string.Join(", ", names.Take(most)) + (names.Count > most ? $", and {names.Count - most} more" : string.Empty);
}
