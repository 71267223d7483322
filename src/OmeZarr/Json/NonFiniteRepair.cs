using Zarr.Metadata;

namespace OmeZarr.Json;

/// <summary>
/// JSON in which bare <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> are in quotation marks. Python's json module, and so zarr-python, writes
/// them bare.
/// </summary>
internal readonly ref struct NonFiniteRepair
{
    private readonly List<int> places = [];

    public NonFiniteRepair(ReadOnlySpan<byte> json) => Text = PythonJson.TryQuotePlainly(json, places, out var quoted) ? quoted : json;

    /// <summary>The text in quotes.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>How many numbers were put in quotes.</summary>
    public int Count => places.Count;

    /// <summary>Where the first of them is in <see cref="Text"/>.</summary>
    public int First => places[0];

    /// <summary>Where a place in <see cref="Text"/> is in the text before the repair.</summary>
    public int OriginalIndex(int index)
    {
        var before = places.BinarySearch(index);
        return index - (2 * (before < 0 ? ~before : before));
    }
}
