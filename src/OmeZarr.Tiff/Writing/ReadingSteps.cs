namespace OmeZarr.Tiff.Writing;

/// <summary>
/// Divides a level into boxes of whole tiles that are read one after the other. Where memory allows it they are boxes of whole chunks too, so that each chunk is decoded once.
/// </summary>
internal static class ReadingSteps
{
    private const int Y = 3;
    private const int X = 4;

    // The longest axes of a box grow first along rows, as tiles are numbered.
    private static readonly int[] GrowingOrder = [X, Y, 2, 1, 0];
    private static readonly int[] ShrinkingOrder = [Y, X, 2, 1, 0];

    /// <summary>Lengths of the boxes.</summary>
    /// <param name="stack">The level.</param>
    /// <param name="tile">Height and width of a tile.</param>
    /// <param name="limits">Bytes that a box should have, and may have.</param>
    internal static long[] Shape(PlaneStack stack, (int Height, int Width) tile, ExportLimits limits)
    {
        var (lengths, size) = (stack.Lengths, stack.DataType.Size);
        long[] tiles = [1, 1, 1, tile.Height, tile.Width];
        long[] units = [.. lengths.Select((length, d) => Math.Min(length, LeastCommonMultiple(stack.Chunk[d], tiles[d])))];
        return Bytes(units, size) <= limits.Most ? Grown(units, lengths, size, limits.Wanted) : Shrunk(units, tiles, size, limits.Most);
    }

    /// <summary>The boxes, in the order of the planes.</summary>
    internal static IEnumerable<PlaneBox> Boxes(long[] lengths, long[] step)
    {
        var counts = lengths.Zip(step, (length, one) => ((length - 1) / one) + 1).ToArray();
        var total = counts.Aggregate(1L, (product, count) => product * count);
        for (var number = 0L; number < total; number++)
        {
            var start = new long[lengths.Length];
            var rest = number;
            for (var d = lengths.Length - 1; d >= 0; d--)
            {
                (rest, start[d]) = (rest / counts[d], rest % counts[d] * step[d]);
            }

            yield return new PlaneBox(start, [.. lengths.Select((length, d) => Math.Min(step[d], length - start[d]))]);
        }
    }

    private static long[] Grown(long[] units, long[] lengths, int size, long wanted)
    {
        long[] step = [.. units];
        foreach (var d in GrowingOrder)
        {
            step[d] = Math.Min(lengths[d], Fitting(step, d, units[d], size, wanted));
        }

        return step;
    }

    private static long[] Shrunk(long[] units, long[] tiles, int size, long most)
    {
        long[] step = [.. units];
        foreach (var d in ShrinkingOrder)
        {
            step[d] = Bytes(step, size) <= most ? step[d] : Math.Min(step[d], Fitting(step, d, tiles[d], size, most));
        }

        return step;
    }

    /// <summary>The largest multiple of a unit along one dimension with which the box stays within the limit; at least one unit.</summary>
    private static long Fitting(long[] step, int d, long unit, int size, long limit)
    {
        var others = Bytes(step, size) / step[d];
        return Math.Max(1, limit / Math.Max(1, others * unit)) * unit;
    }

    private static long Bytes(long[] step, int size) => step.Aggregate((long)size, (product, length) => product * length);

    private static long LeastCommonMultiple(long a, long b)
    {
        var (x, y) = (a, b);
        while (y != 0)
        {
            (x, y) = (y, x % y);
        }

        return a / x * b;
    }
}
