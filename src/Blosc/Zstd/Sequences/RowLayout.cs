namespace Blosc.Zstd.Sequences;

/// <summary>The distances between neighbours in a byte plane, in bytes.</summary>
/// <param name="Element">From an element to the next of its channel: 1, or the number of interleaved channels.</param>
/// <param name="Row">From a row to the next; 0 if there are no rows.</param>
internal readonly record struct RowLayout(int Element, int Row)
{
    private const int MostInterleaved = 4;
    private const int LeastRow = 16;

    /// <summary>The layout of a chunk: the last axes make a row.</summary>
    /// <param name="shape">The shape of the chunk.</param>
    public static RowLayout Of(ReadOnlySpan<long> shape)
    {
        var last = shape.Length > 1 ? shape[shape.Length - 1] : 0;
        var element = last is > 1 and <= MostInterleaved ? (int)last : 1;
        var row = 1L;
        for (var axis = shape.Length - 1; axis > 0 && row < LeastRow; axis--)
        {
            row *= shape[axis];
        }

        return new RowLayout(element, row is >= LeastRow and < ZstdFormat.MaxBlockLength / 2 ? (int)row : 0);
    }
}
