using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace Macro;

/// <summary>Writes a plate of 48 columns well by well and tells how long each tenth of it took.</summary>
internal static class PlateBenchmark
{
    private const int Columns = 48;

    internal static async Task RunAsync(int wells, int fields, Shape shape, WriteOptions options, string output, CancellationToken cancellationToken)
    {
        var pixels = Pixels(shape);
        var image = Image.FromDimensions([Dimension.Channel(), Dimension.Y(), Dimension.X()]);
        Field[] ofEachWell = [.. Enumerable.Range(0, fields).Select(field => new Field($"{field}", image, pixels))];
        await using var plate = new PlateBuilder(output, new PlateOptions { Name = "macro" }, options);
        var tenths = new Tenths();
        for (var i = 0; i < wells; i++)
        {
            await plate.WriteWellAsync(RowName(i / Columns), $"{(i % Columns) + 1}", ofEachWell, cancellationToken);
            tenths.Report(i + 1, wells);
        }

        tenths.Print();
    }

    private static string RowName(int row) => row < 26 ? $"{(char)('A' + row)}" : $"A{(char)('A' + row - 26)}";

    private static IArraySource Pixels(Shape shape)
    {
        var pixels = new ushort[shape.ElementCount];
        var random = new Random(1);
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (ushort)random.Next(200, 400);
        }

        return ArraySource.FromMemory<ushort>(pixels, shape);
    }
}
