using Zarr;

namespace Inputs;

/// <summary>The two ends of what can be compressed: 16 bit noise, and nothing at all.</summary>
internal static class NoiseInput
{
    private const int Seed = 20260102;

    internal static void WriteRandom(Stream stream, Shape shape)
    {
        var random = new Random(Seed);
        WriteRows(stream, shape, random.NextBytes);
    }

    internal static void WriteZeros(Stream stream, Shape shape) => WriteRows(stream, shape, _ => { });

    private static void WriteRows(Stream stream, Shape shape, Action<byte[]> fill)
    {
        var planes = Planes.Of(shape);
        var row = new byte[planes.Width * DataType.UInt16.Size];
        for (var y = 0L; y < planes.Count * planes.Height; y++)
        {
            fill(row);
            stream.Write(row);
        }
    }
}
