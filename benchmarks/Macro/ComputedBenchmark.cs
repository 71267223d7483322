using System.Numerics;
using System.Numerics.Tensors;
using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace Macro;

/// <summary>Writes large images whose pixels are computed where they are asked for, with their levels: what matters is how much memory it takes.</summary>
internal static class ComputedBenchmark
{
    internal static async Task RunAsync(string kind, double gigabytes, WriteOptions options, string output, CancellationToken cancellationToken)
    {
        var (axes, source) = kind switch
        {
            "slide" => ("yx", Of<byte>([60_000, 40_000], row => row / 64, column => (column / 128) + (column * 5 % 7))),
            "movie" => ("tczyx", Of<ushort>([20, 2, 25, 1024, 1024], row => row / 9, column => 100 + (column / 5) + (column * 7 % 13))),
            "labels" => ("yx", Of<uint>([30_000, 20_000], row => row / 100 * 1000, column => column / 70)),
            "stack" => ("zyx", Of<ushort>([(long)(gigabytes * (1L << 30) / (2048 * 2048 * sizeof(ushort))), 2048, 2048], row => row / 16, column => 500 + (column / 16) + (column * 3 % 11))),
            _ => throw new ArgumentException($"no kind {kind}"),
        };
        var tenths = new Tenths();
        var image = Image.FromDimensions([.. axes.Select(axis => new Dimension(axis.ToString()))], kind);
        await OmeWriter.WriteImageAsync(output, image, source, options with { Progress = tenths }, cancellationToken: cancellationToken);
        tenths.Print();
    }

    /// <summary>An image whose pixels are sums of a number of their row and one of their column, so that computing them costs little. The sums wrap around.</summary>
    private static IArraySource Of<T>(Shape shape, Func<int, int> rowValue, Func<int, int> columnValue)
        where T : unmanaged, INumber<T>
    {
        var (y, x) = (shape.Rank - 2, shape.Rank - 1);
        T[] rowValues = [.. Enumerable.Range(0, (int)shape[y]).Select(row => T.CreateTruncating(rowValue(row)))];
        T[] columnValues = [.. Enumerable.Range(0, (int)shape[x]).Select(column => T.CreateTruncating(columnValue(column)))];
        return ArraySource.FromFunction<T>(shape, (region, pixels) =>
        {
            var (rows, width) = ((int)region.Shape[y], (int)region.Shape[x]);
            var columns = columnValues.AsSpan((int)region.Offset[x], width);
            for (var at = 0; at < pixels.Length; at += width)
            {
                TensorPrimitives.Add(columns, rowValues[(int)region.Offset[y] + (at / width % rows)], pixels.Slice(at, width));
            }
        });
    }
}
