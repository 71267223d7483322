using System.Collections.Concurrent;

namespace Soak;

/// <summary>How often each check was made. Thread-safe.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, long> counts = new();

    /// <summary>Counts a check that has passed.</summary>
    internal void Add(string check, long count = 1) => counts.AddOrUpdate(check, count, (_, before) => before + count);

    /// <summary>One line for each check.</summary>
    public override string ToString() =>
        string.Join('\n', counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value,12:N0}  {pair.Key}"));
}
