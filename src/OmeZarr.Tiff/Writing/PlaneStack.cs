using Zarr;

namespace OmeZarr.Tiff.Writing;

/// <summary>A level of an image as a stack of planes in the order of the file: t, c, z, y, x.</summary>
internal sealed class PlaneStack
{
    private readonly IArraySource source;

    /// <summary>For each axis of the source the index of its letter in <see cref="PlaneLetters.Order"/>.</summary>
    private readonly int[] axes;

    /// <param name="source">The pixels.</param>
    /// <param name="chunk">The shape in which the source decodes pixels.</param>
    /// <param name="letters">The letter of each axis of the source.</param>
    internal PlaneStack(IArraySource source, Shape chunk, string letters)
    {
        this.source = source;
        axes = [.. letters.Select(letter => PlaneLetters.Order.IndexOf(letter, StringComparison.Ordinal))];
        (Lengths, Chunk) = (Spread(source.Shape), Spread(chunk));
    }

    /// <summary>Lengths along t, c, z, y, x.</summary>
    internal long[] Lengths { get; }

    /// <summary>Lengths of a chunk along t, c, z, y, x.</summary>
    internal long[] Chunk { get; }

    internal DataType DataType => source.DataType;

    internal long Planes => Lengths[0] * Lengths[1] * Lengths[2];

    /// <summary>Reads a box of planes. In memory its axes have the order of the source, see <see cref="Strides"/>.</summary>
    internal ValueTask ReadAsync(PlaneBox box, Memory<byte> destination, CancellationToken cancellationToken) =>
        source.ReadAsync(new Region([.. axes.Select(axis => box.Start[axis])], Shape.Create([.. axes.Select(axis => box.Lengths[axis])])), destination, cancellationToken);

    /// <summary>Distances of neighbours along t, c, z, y, x in the memory of a box that was read, in elements.</summary>
    internal long[] Strides(PlaneBox box)
    {
        var strides = new long[PlaneLetters.Order.Length];
        var next = 1L;
        foreach (var axis in axes.Reverse())
        {
            strides[axis] = next;
            next *= box.Lengths[axis];
        }

        return strides;
    }

    private long[] Spread(Shape shape)
    {
        long[] spread = [1, 1, 1, 1, 1];
        foreach (var (d, axis) in axes.Index())
        {
            spread[axis] = shape[d];
        }

        return spread;
    }
}

/// <summary>A box of a <see cref="PlaneStack"/> along t, c, z, y, x.</summary>
internal readonly record struct PlaneBox(long[] Start, long[] Lengths)
{
    internal long Elements => Lengths.Aggregate(1L, (product, length) => product * length);
}
