using OmeZarr;
using Zarr;

namespace Macro;

/// <summary>Writes an image plane by plane in the order of the file, as a camera gives it: each chunk is met many times.</summary>
internal static class PlanesBenchmark
{
    internal static async Task RunAsync(WriteCase test, Repetition repetition, CancellationToken cancellationToken)
    {
        var input = test.Input.Load();
        await repetition.RunAsync(() =>
        {
            test.Prepare();
            return Measurement.RunAsync("write", input.Source, test.Output, () => WriteAsync(test, input, cancellationToken));
        });
    }

    private static async Task WriteAsync(WriteCase test, LoadedInput input, CancellationToken cancellationToken)
    {
        await using var image = await OmeWriter.PrepareImageAsync(test.Output, test.Image(), [ArraySpec.Of(input.Source)], test.Options(), cancellationToken: cancellationToken);
        var writer = image["0"];
        var done = 0L;
        foreach (var plane in Planes(input.Source.Shape))
        {
            await writer.WriteAsync(input.Part(done, plane.Shape), plane, cancellationToken);
            done += plane.Shape.ElementCount;
        }
    }

    private static IEnumerable<Region> Planes(Shape shape)
    {
        var leading = shape.Rank - 2;
        var plane = Shape.Create([.. Enumerable.Repeat(1L, leading), .. shape.Skip(leading)]);
        var offset = new long[shape.Rank];
        for (var i = 0L; i < shape.Take(leading).Aggregate(1L, (product, length) => product * length); i++)
        {
            var rest = i;
            for (var d = leading - 1; d >= 0; d--)
            {
                (rest, offset[d]) = Math.DivRem(rest, shape[d]);
            }

            yield return new Region(offset, plane);
        }
    }
}
