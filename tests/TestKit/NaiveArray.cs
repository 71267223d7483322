using Zarr;

namespace TestKit;

/// <summary>An array as one would write it without thinking of speed: the reference for everything that reads and writes regions.</summary>
public sealed class NaiveArray
{
    private readonly byte[] bytes;
    private readonly byte[] fill;

    public NaiveArray(Shape shape, int elementSize, ReadOnlySpan<byte> fillValue)
    {
        (Shape, ElementSize, fill) = (shape, elementSize, fillValue.ToArray());
        bytes = new byte[shape.ElementCount * elementSize];
        for (var at = 0; at < bytes.Length; at += elementSize)
        {
            fillValue.CopyTo(bytes.AsSpan(at));
        }
    }

    public Shape Shape { get; }

    public int ElementSize { get; }

    public ReadOnlySpan<byte> Bytes => bytes;

    public void Write(Region region, ReadOnlySpan<byte> elements)
    {
        foreach (var (position, ordinal) in Positions(region).Select((p, i) => (p, i)))
        {
            elements.Slice(ordinal * ElementSize, ElementSize).CopyTo(bytes.AsSpan(position * ElementSize));
        }
    }

    public byte[] Read(Region region)
    {
        var elements = new byte[region.Shape.ElementCount * ElementSize];
        foreach (var (position, ordinal) in Positions(region).Select((p, i) => (p, i)))
        {
            bytes.AsSpan(position * ElementSize, ElementSize).CopyTo(elements.AsSpan(ordinal * ElementSize));
        }

        return elements;
    }

    /// <summary>The array in another shape: what both shapes have stays, the rest is the fill value.</summary>
    public NaiveArray Resize(Shape shape)
    {
        var resized = new NaiveArray(shape, ElementSize, fill);
        var common = Region.Whole(Zarr.Shape.Create([.. shape.Zip(Shape, Math.Min)]));
        resized.Write(common, Read(common));
        return resized;
    }

    /// <summary>Where the elements of a region lie, in C order of the region.</summary>
    private IEnumerable<int> Positions(Region region)
    {
        for (var ordinal = 0L; ordinal < region.Shape.ElementCount; ordinal++)
        {
            yield return Position(region, ordinal);
        }
    }

    private int Position(Region region, long ordinal)
    {
        var (position, stride) = (0L, 1L);
        for (var d = Shape.Rank - 1; d >= 0; d--)
        {
            position += (region.Offset[d] + (ordinal % region.Shape[d])) * stride;
            ordinal /= region.Shape[d];
            stride *= Shape[d];
        }

        return (int)position;
    }
}
