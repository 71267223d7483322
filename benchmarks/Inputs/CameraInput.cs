using System.Buffers.Binary;
using Zarr;

namespace Inputs;

/// <summary>Makes raw 8 or 16 bit images as a camera would: smooth background, round spots, shot noise. A fixed seed makes the bytes the same each time.</summary>
internal static class CameraInput
{
    private const int Seed = 20260101;

    internal static void Write(Stream stream, Shape shape, DataType dataType)
    {
        var random = new Random(Seed);
        var planes = Planes.Of(shape);
        var row = new byte[planes.Width * dataType.Size];
        for (var plane = 0L; plane < planes.Count; plane++)
        {
            var spots = Enumerable.Range(0, 40).Select(_ => (X: random.Next(planes.Width), Y: random.Next(planes.Height), Radius: 4 + random.Next(20))).ToList();
            for (var y = 0; y < planes.Height; y++)
            {
                FillRow(row, y, planes.Width, spots, random, dataType.Size);
                stream.Write(row);
            }
        }
    }

    private static void FillRow(byte[] row, int y, int width, List<(int X, int Y, int Radius)> spots, Random random, int size)
    {
        var near = spots.Where(spot => Math.Abs(spot.Y - y) < 3 * spot.Radius).ToList();
        for (var x = 0; x < width; x++)
        {
            var light = 200 + (60 * Math.Sin(x / 170.0) * Math.Cos(y / 130.0));
            foreach (var spot in near)
            {
                var distance = (double)(((x - spot.X) * (x - spot.X)) + ((y - spot.Y) * (y - spot.Y)));
                light += 1500 * Math.Exp(-distance / (spot.Radius * spot.Radius));
            }

            // Sum of uniforms: near enough to the Gaussian limit of Poisson noise, and cheap.
            var noise = (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2 * Math.Sqrt(light);
            var value = Math.Max(0, light + noise);
            if (size == 1)
            {
                row[x] = (byte)Math.Min(255, value / 8);
            }
            else
            {
                BinaryPrimitives.WriteUInt16LittleEndian(row.AsSpan(2 * x), (ushort)value);
            }
        }
    }
}
