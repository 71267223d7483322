using CsCheck;
using Zarr;

namespace TestKit;

/// <summary>Random values for property tests.</summary>
public static class Generators
{
    public static Gen<DataType> DataType { get; } = Gen.OneOf<Zarr.DataType>([.. Zarr.DataType.All]);

    /// <summary>Lengths from <paramref name="min"/> to <paramref name="max"/>, as many as <paramref name="rank"/>.</summary>
    public static Gen<Shape> Shape(int rank, int min, int max) => Gen.Long[min, max].Array[rank].Select(lengths => Zarr.Shape.Create(lengths));

    /// <summary>A region inside an array, empty at times.</summary>
    public static Gen<Region> Region(Shape array) =>
        Gen.Double[0, 1].Array[2 * array.Rank].Select(parts => RegionOf(array, parts));

    /// <summary>Elements of a type; for bool only 0 and 1, since nothing else is a bool.</summary>
    public static byte[] Elements(DataType type, long count, int seed)
    {
        var bytes = new byte[count * type.Size];
        new Random(seed).NextBytes(bytes);
        if (type.Kind == DataTypeKind.Boolean)
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] &= 1;
            }
        }

        return bytes;
    }

    /// <summary>A region from two parts of 0 to 1 for each dimension: how far in it begins, and how much of the rest it takes.</summary>
    public static Region RegionOf(Shape array, double[] parts)
    {
        var offset = new long[array.Rank];
        var lengths = new long[array.Rank];
        for (var d = 0; d < array.Rank; d++)
        {
            offset[d] = (long)(parts[2 * d] * array[d]);
            lengths[d] = (long)Math.Ceiling(parts[(2 * d) + 1] * (array[d] - offset[d]));
        }

        return new Region(offset, Zarr.Shape.Create(lengths));
    }
}
