using System.Diagnostics;
using System.Text.Json.Nodes;
using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace Macro;

/// <summary>Writes a plate of 48 columns well by well and tells how long each tenth of it took.</summary>
internal static class PlateBenchmark
{
    private const int Columns = 48;
    private const int Tenths = 10;

    internal static async Task RunAsync(int wells, int fields, Shape shape, int threads, string output, CancellationToken cancellationToken)
    {
        var pixels = Pixels(shape);
        var image = Image.FromDimensions([Dimension.Channel(shape[0]), Dimension.Y(shape[1]), Dimension.X(shape[2])]);
        Field[] ofEachWell = [.. Enumerable.Range(0, fields).Select(field => new Field($"{field}", image, pixels))];
        var seconds = new double[Tenths];
        await using var plate = new PlateBuilder(output, new PlateOptions { Name = "macro" }, new WriteOptions { Overwrite = true, MaxDegreeOfParallelism = threads });
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < wells; i++)
        {
            var start = clock.Elapsed;
            await plate.WriteWellAsync(RowName(i / Columns), $"{(i % Columns) + 1}", ofEachWell, cancellationToken);
            seconds[i * Tenths / wells] += (clock.Elapsed - start).TotalSeconds;
        }

        Console.WriteLine(new JsonObject
        {
            ["write_wall"] = Math.Round(clock.Elapsed.TotalSeconds, 3),
            ["ms_per_well_by_tenth"] = new JsonArray([.. seconds.Select(time => JsonValue.Create(Math.Round(time * 1000 * Tenths / wells, 3)))]),
            ["rss_peak"] = Measurement.PeakResidentBytes(),
        }.ToJsonString());
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
