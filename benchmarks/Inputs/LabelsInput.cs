using System.Runtime.InteropServices;
using Zarr;

namespace Inputs;

/// <summary>Labels of cells as a segmentation writes them: round shapes with wavy outlines that go through neighbouring planes, numbered in no order, 0 between them.</summary>
internal static class LabelsInput
{
    private const int Seed = 20260104;
    private const int Spacing = 40;
    private const int Rings = 4;

    internal static void Write(Stream stream, Shape shape)
    {
        var planes = Planes.Of(shape);
        var depth = shape.Rank > 2 ? shape[shape.Rank - 3] : 1;
        var pixels = new uint[planes.Height * planes.Width];
        var random = new Random(Seed);
        Cell[] cells = [];
        for (var plane = 0L; plane < planes.Count; plane++)
        {
            if (plane % depth == 0)
            {
                cells = Scatter(random, planes);
            }

            Array.Clear(pixels);
            foreach (var cell in cells)
            {
                cell.Draw(pixels, planes, plane % depth);
            }

            stream.Write(MemoryMarshal.AsBytes<uint>(pixels));
        }
    }

    private static Cell[] Scatter(Random random, Planes planes)
    {
        var places = from y in Enumerable.Range(0, (planes.Height / Spacing) + 1) from x in Enumerable.Range(0, (planes.Width / Spacing) + 1) select (X: x * Spacing, Y: y * Spacing);
        var numbers = Enumerable.Range(1, ((planes.Height / Spacing) + 1) * ((planes.Width / Spacing) + 1)).Select(number => (uint)number).ToArray();
        random.Shuffle(numbers);
        return [.. places.Zip(numbers, (place, number) => new Cell(
            number, place.X + random.Next(Spacing / 2), place.Y + random.Next(Spacing / 2), 8 + random.Next(14), 2 * Math.PI * random.NextDouble()))];
    }

    private sealed record Cell(uint Number, int X, int Y, int Radius, double Phase)
    {
        internal void Draw(uint[] pixels, Planes planes, long z)
        {
            // A cell ends somewhere in z too, and another plane shows it larger or smaller.
            var size = Radius * (0.6 + (0.6 * Math.Sin((z / 9.0) + Phase)));
            for (var y = Math.Max(0, Y - (2 * Radius)); y < Math.Min(planes.Height, Y + (2 * Radius)); y++)
            {
                for (var x = Math.Max(0, X - (2 * Radius)); x < Math.Min(planes.Width, X + (2 * Radius)); x++)
                {
                    var outline = size * (1 + (0.15 * Math.Sin((Rings * Math.Atan2(y - Y, x - X)) + Phase)));
                    if (((x - X) * (x - X)) + ((y - Y) * (y - Y)) < outline * Math.Abs(outline))
                    {
                        pixels[(y * planes.Width) + x] = Number;
                    }
                }
            }
        }
    }
}
