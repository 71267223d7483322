using System.Numerics.Tensors;

namespace OmeZarr.Rendering;

/// <summary>
/// Reduces a plane to a smaller one whose pixels are the exact averages of the areas that they cover: a pixel on a border counts on each side with its share. Values that are not finite are left out.
/// </summary>
internal sealed class BoxAverage
{
    private readonly double[] sums;
    private readonly double[] weights;
    private readonly int height;
    private readonly long planeHeight;

    private double[] columnSums = [];
    private double[] columnWeights = [];

    /// <param name="width">Columns of the result, at most as many as the plane has.</param>
    /// <param name="height">Rows of the result, at most as many as the plane has.</param>
    /// <param name="planeHeight">Rows of the plane.</param>
    internal BoxAverage(int width, int height, long planeHeight)
    {
        (Width, this.height, this.planeHeight) = (width, height, planeHeight);
        (sums, weights) = (new double[(long)width * height], new double[(long)width * height]);
    }

    private int Width { get; }

    /// <summary>Adds a part of a row.</summary>
    /// <param name="y">The row.</param>
    /// <param name="columns">The columns of the part.</param>
    /// <param name="values">The values of these columns.</param>
    internal void Add(long y, ColumnShares columns, ReadOnlySpan<double> values)
    {
        if (columnSums.Length < columns.Count)
        {
            (columnSums, columnWeights) = (new double[columns.Count], new double[columns.Count]);
        }

        Array.Clear(columnSums, 0, columns.Count);
        Array.Clear(columnWeights, 0, columns.Count);
        columns.Add(values, columnSums, columnWeights);
        var (row, share, remainder) = Shares.Of(y, height, planeHeight);
        AddRow(row, columns.First, share);
        if (remainder > 0)
        {
            AddRow(row + 1, columns.First, remainder);
        }

        void AddRow(int target, int first, double weight)
        {
            var start = (target * Width) + first;
            for (var i = 0; i < columns.Count; i++)
            {
                sums[start + i] += columnSums[i] * weight;
                weights[start + i] += columnWeights[i] * weight;
            }
        }
    }

    /// <summary>Ends adding. The averages, row by row; NaN where no value is finite.</summary>
    internal double[] Finish()
    {
        TensorPrimitives.Divide(sums, weights, sums);
        return sums;
    }
}
