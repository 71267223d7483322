using Zarr;

namespace OmeZarr.Cli.Stores;

/// <summary>The axes of a stored image in their order, which may be another than t, c, z, y, x; arrays and lists are brought into that one.</summary>
internal sealed class StoredOrder
{
    private const string Order = "tczyx";

    private readonly int[] places;

    private StoredOrder(string letters)
    {
        Axes = string.Concat(Order.Where(letter => letters.Contains(letter, StringComparison.Ordinal)));
        places = [.. Axes.Select(letter => letters.IndexOf(letter, StringComparison.Ordinal))];
    }

    /// <summary>The letters in the order t, c, z, y, x.</summary>
    internal string Axes { get; }

    private bool IsSorted => places.Index().All(place => place.Item == place.Index);

    /// <summary>The order of axes; null if they are others than t, c, z, y, x, or y or x is missing.</summary>
    /// <param name="letters">The letters in the order of the store.</param>
    internal static StoredOrder? Of(string letters) => letters.All(letter => Order.Contains(letter, StringComparison.Ordinal)) && letters.Distinct().Count() == letters.Length
        && letters.Contains('y', StringComparison.Ordinal) && letters.Contains('x', StringComparison.Ordinal)
        ? new StoredOrder(letters)
        : null;

    /// <summary>One value for each axis.</summary>
    internal IReadOnlyList<T> Sorted<T>(IReadOnlyList<T> values) => values.Count == places.Length ? [.. places.Select(place => values[place])] : values;

    internal Shape Sorted(Shape shape) => Shape.Create([.. places.Select(place => shape[place])]);

    internal IArraySource Sorted(IArraySource source) => IsSorted ? source : new TransposedSource(source, places);
}
