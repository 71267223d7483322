using TestKit;
using Zarr;
using Zarr.Metadata;

namespace Interop.Cases;

/// <summary>Elements for the cases.</summary>
internal static class Samples
{
    private const int PaletteLength = 5;
    private const int LongestRun = 9;

    /// <summary>Random elements (any bit pattern) for even numbers, for odd ones runs of a few elements, so that compressors have something to compress.</summary>
    internal static byte[] Elements(DataType type, long count, int seed) =>
        seed % 2 == 0 ? Generators.Elements(type, count, seed) : Runs(type, count, seed);

    /// <summary>A source over elements in C order whose type is known only at run time.</summary>
    internal static IArraySource Source(DataType type, Shape shape, byte[] elements)
    {
        var naive = new NaiveArray(shape, type.Size, FillValue.Zero(type).Bytes);
        naive.Write(Region.Whole(shape), elements);
        return ArraySource.FromFunction(shape, type, (part, destination) => naive.Read(part).CopyTo(destination));
    }

    private static byte[] Runs(DataType type, long count, int seed)
    {
        var palette = Generators.Elements(type, PaletteLength, seed);
        var random = new Random(seed);
        var elements = new List<byte>((int)count * type.Size);
        while (elements.Count < count * type.Size)
        {
            var element = palette.AsSpan(random.Next(PaletteLength) * type.Size, type.Size);
            for (var left = random.Next(1, LongestRun); left > 0 && elements.Count < count * type.Size; left--)
            {
                elements.AddRange(element);
            }
        }

        return [.. elements];
    }
}
