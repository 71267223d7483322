using System.Numerics.Tensors;

namespace OmeZarr.Rendering.Planes;

/// <summary>
/// Reduces a plane to a smaller one whose pixels are the exact averages of the areas that they cover: a pixel on a border counts on each side with its share. Values that are not finite are left out.
/// </summary>
internal sealed class BoxAverage : ReducedPlane
{
    private readonly double[] sums;
    private readonly double[] weights;
    private readonly PictureFrame frame;
    private readonly (long Width, long Height) plane;
    private readonly int width;
    private readonly int height;

    private double[] columnSums = [];
    private double[] columnWeights = [];
    private (long Start, int Count) known;
    private ColumnShares? columns;

    /// <param name="frame">The result. It has at most as many rows and columns as the plane.</param>
    /// <param name="planeWidth">Columns of the plane.</param>
    /// <param name="planeHeight">Rows of the plane.</param>
    internal BoxAverage(PictureFrame frame, long planeWidth, long planeHeight)
    {
        (this.frame, plane, width, height) = (frame, (planeWidth, planeHeight), (int)frame.Part.Width, (int)frame.Part.Height);
        (sums, weights) = (new double[(long)width * height], new double[(long)width * height]);
    }

    internal override void Add(long y, long x, ReadOnlySpan<double> values) => Add(y, ColumnsAt(x, values.Length), values);

    /// <summary>The shares of the columns of rows that are handed out in parts. They are computed anew when the part changes, which is once for each block.</summary>
    internal ColumnShares ColumnsAt(long start, int count)
    {
        if (columns is null || known != (start, count))
        {
            (known, columns) = ((start, count), new ColumnShares(start, count, frame.PlaneWidth, plane.Width));
        }

        return columns;
    }

    /// <summary>Adds a part of a row.</summary>
    /// <param name="y">The row.</param>
    /// <param name="shares">The columns of the part.</param>
    /// <param name="values">The values of these columns.</param>
    internal void Add(long y, ColumnShares shares, ReadOnlySpan<double> values)
    {
        if (columnSums.Length < shares.Count)
        {
            (columnSums, columnWeights) = (new double[shares.Count], new double[shares.Count]);
        }

        Array.Clear(columnSums, 0, shares.Count);
        Array.Clear(columnWeights, 0, shares.Count);
        shares.Add(values, columnSums, columnWeights);
        var (row, share, remainder) = Shares.Of(y, frame.PlaneHeight, plane.Height);
        AddRow(row - frame.Part.Y, shares, share);
        if (remainder > 0)
        {
            AddRow(row + 1 - frame.Part.Y, shares, remainder);
        }
    }

    internal override double[] Finish()
    {
        TensorPrimitives.Divide(sums, weights, sums);
        return sums;
    }

    // What belongs to pixels outside the picture is left out.
    private void AddRow(long row, ColumnShares shares, double weight)
    {
        if (row < 0 || row >= height)
        {
            return;
        }

        var left = shares.First - frame.Part.X;
        var (first, end) = ((int)Math.Max(0, -left), (int)Math.Min(shares.Count, width - left));
        if (first >= end)
        {
            return;
        }

        var start = (int)((row * width) + left + first);
        var toSums = sums.AsSpan(start, end - first);
        var toWeights = weights.AsSpan(start, end - first);
        TensorPrimitives.MultiplyAdd(columnSums.AsSpan(first, end - first), weight, toSums, toSums);
        TensorPrimitives.MultiplyAdd(columnWeights.AsSpan(first, end - first), weight, toWeights, toWeights);
    }
}
