namespace OmeZarr.Rules;

/// <summary>Finds repeated values in linear time.</summary>
internal static class Repeats
{
    /// <summary>Each value that occurred before: its position and that of the first equal one.</summary>
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
