using System.Runtime.InteropServices;
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
            "slide" => ("yx", Of<byte>([60_000, 40_000], (row, column) => (byte)((row / 64) + (column / 128) + (row * column % 7)))),
            "movie" => ("tczyx", Of<ushort>([20, 2, 25, 1024, 1024], (row, column) => (ushort)(100 + (row / 9) + (column / 5) + (row * column % 13)))),
            "labels" => ("yx", Of<uint>([30_000, 20_000], (row, column) => (uint)((row / 100 * 1000) + (column / 70)))),
            "stack" => ("zyx", Of<ushort>([(long)(gigabytes * (1L << 30) / (2048 * 2048 * sizeof(ushort))), 2048, 2048], (row, column) => (ushort)(500 + (row / 16) + (column / 16) + (row * column % 11)))),
            _ => throw new ArgumentException($"no kind {kind}"),
        };
        var tenths = new Tenths();
        var image = Image.FromDimensions([.. axes.Select(axis => new Dimension(axis.ToString()))], kind);
        await OmeWriter.WriteImageAsync(output, image, source, options with { Progress = tenths }, cancellationToken: cancellationToken);
        tenths.Print();
    }

    /// <summary>An image whose pixels depend on row and column.</summary>
    private static IArraySource Of<T>(Shape shape, Func<int, int, T> value)
        where T : unmanaged => ArraySource.FromFunction(shape, DataType.Of<T>(), (region, destination) =>
        {
            var pixels = MemoryMarshal.Cast<byte, T>(destination);
            var (y, x) = (region.Rank - 2, region.Rank - 1);
            var (rows, columns) = ((int)region.Shape[y], (int)region.Shape[x]);
            for (var at = 0; at < pixels.Length;)
            {
                var row = (int)region.Offset[y] + (at / columns % rows);
                for (var column = 0; column < columns; column++)
                {
                    pixels[at++] = value(row, (int)region.Offset[x] + column);
                }
            }
        });
}
