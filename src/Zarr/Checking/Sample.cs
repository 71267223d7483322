namespace Zarr.Checking;

/// <summary>Chooses some of very many things, always the same ones, in whatever order they come: the first, the last, and those with the smallest hashes.</summary>
/// <param name="max">The most that are chosen.</param>
/// <param name="order">What is first and last.</param>
/// <param name="hash">The hash of a thing.</param>
internal sealed class Sample<T>(int max, IComparer<T> order, Func<T, ulong> hash)
    where T : notnull
{
    // The thing with the largest hash is the first to leave the queue.
    private readonly PriorityQueue<T, ulong> smallest = new(Comparer<ulong>.Create((left, right) => right.CompareTo(left)));
    private bool hasAny;
    private T? first;
    private T? last;

    /// <summary>The chosen things, in their order.</summary>
    internal IReadOnlyList<T> Chosen
    {
        get
        {
            var ends = hasAny ? new[] { first!, last! } : [];
            var hashed = smallest.UnorderedItems.OrderBy(item => item.Priority).Select(item => item.Element);
            return [.. ends.Concat(hashed).DistinctBy(hash).Take(max).Order(order)];
        }
    }

    internal void Add(T item)
    {
        (first, last) = hasAny
            ? (order.Compare(item, first) < 0 ? item : first, order.Compare(item, last) > 0 ? item : last)
            : (item, item);
        hasAny = true;
        smallest.Enqueue(item, hash(item));
        if (smallest.Count > max)
        {
            smallest.Dequeue();
        }
    }
}

/// <summary>Hashes that are the same in every process.</summary>
internal static class StableHash
{
    /// <summary>The finaliser of SplitMix64: a bijection, so different numbers never have the same hash.</summary>
    internal static ulong Of(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    internal static ulong Of(ReadOnlySpan<long> index)
    {
        var hash = 0UL;
        foreach (var value in index)
        {
            hash = Of(hash ^ (ulong)value);
        }

        return hash;
    }
}
