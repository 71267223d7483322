using System.Runtime.InteropServices;
using Zarr;

namespace Inputs;

/// <summary>Float32 images as processing leaves them: smooth, with a little noise, so that the mantissa is noise and the exponent is not.</summary>
internal static class FloatInput
{
    private const int Seed = 20260103;

    internal static void Write(Stream stream, Shape shape)
    {
        var random = new Random(Seed);
        var planes = Planes.Of(shape);
        var row = new float[planes.Width];
        for (var plane = 0L; plane < planes.Count; plane++)
        {
            for (var y = 0; y < planes.Height; y++)
            {
                for (var x = 0; x < row.Length; x++)
                {
                    var light = 0.5 + (0.3 * Math.Sin((x + plane) / 90.0) * Math.Cos(y / 70.0));
                    row[x] = (float)(light + (0.02 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)));
                }

                stream.Write(MemoryMarshal.AsBytes<float>(row));
            }
        }
    }
}
