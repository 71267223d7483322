namespace OmeZarr.Rules;

/// <summary>Finds duplicate values in linear time.</summary>
internal static class Duplicates
{
    /// <summary>Each value that occurred before, with its index and the index of the first equal value.</summary>
    public static IEnumerable<(int Index, int First, T Value)> Of<T>(IEnumerable<T> values)
        where T : notnull
    {
        var first = new Dictionary<T, int>();
        foreach (var (index, value) in values.Index())
        {
            if (!first.TryAdd(value, index))
            {
                yield return (index, first[value], value);
            }
        }
    }
}
