namespace OmeZarr.Rendering.Png;

/// <summary>Replaces the bytes of a row by differences from a prediction, which compress better. Of the five predictions the one with the smallest sum of differences is taken, as the standard recommends.</summary>
internal sealed class RowFilter
{
    private const int Filters = 5;

    private readonly int pixel;
    private readonly byte[] above;
    private readonly byte[][] filtered;

    /// <param name="rowLength">Bytes of a row.</param>
    /// <param name="bytesPerPixel">Bytes of a pixel.</param>
    internal RowFilter(int rowLength, int bytesPerPixel)
    {
        (pixel, above) = (bytesPerPixel, new byte[rowLength]);
        filtered = [.. Enumerable.Range(0, Filters).Select(_ => new byte[rowLength + 1])];
    }

    /// <summary>The number of the filter and the filtered bytes of the row below the one before. Valid until the next call.</summary>
    internal ReadOnlySpan<byte> Next(ReadOnlySpan<byte> row)
    {
        var best = filtered[0];
        var smallest = long.MaxValue;
        for (var filter = 0; filter < Filters; filter++)
        {
            var sum = Apply(filter, row, filtered[filter]);
            (best, smallest) = sum < smallest ? (filtered[filter], sum) : (best, smallest);
        }

        row.CopyTo(above);
        return best;
    }

    private long Apply(int filter, ReadOnlySpan<byte> row, Span<byte> result)
    {
        result[0] = (byte)filter;
        var sum = 0L;
        for (var i = 0; i < row.Length; i++)
        {
            var (left, corner) = i < pixel ? ((byte)0, (byte)0) : (row[i - pixel], above[i - pixel]);
            var difference = (byte)(row[i] - Predict(filter, left, above[i], corner));
            result[i + 1] = difference;
            sum += Math.Abs((int)(sbyte)difference);
        }

        return sum;
    }

    private static int Predict(int filter, byte left, byte up, byte corner) => filter switch
    {
        0 => 0,
        1 => left,
        2 => up,
        3 => (left + up) / 2,
        _ => Paeth(left, up, corner),
    };

    private static int Paeth(int left, int up, int corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - (2 * corner)));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
