using Zarr;

namespace OmeZarr.Acquiring.Layout;

/// <summary>How frames in the order of acquisition become positions in stored arrays: pure arithmetic.</summary>
internal sealed class FrameLayout
{
    private readonly long[] acquired;
    private readonly int[] axisOf;
    private readonly int position;

    /// <param name="settings">Checked settings.</param>
    /// <param name="stored">The stored dimensions in their order, without y and x.</param>
    /// <param name="units">Lengths of a slab along them.</param>
    internal FrameLayout(AcquisitionSettings settings, IReadOnlyList<AcquisitionDimension> stored, IReadOnlyList<long> units)
    {
        List<AcquisitionDimension> dimensions = [.. settings.Dimensions.SkipLast(2)];
        acquired = [.. dimensions.Select(dimension => dimension.Length ?? long.MaxValue)];
        axisOf = [.. dimensions.Select(dimension => stored.Index().Where(axis => axis.Item.Name == dimension.Name && dimension.Kind != AcquisitionKind.Position).Select(axis => axis.Index).FirstOrDefault(-1))];
        position = dimensions.FindIndex(dimension => dimension.Kind == AcquisitionKind.Position);
        var slowest = dimensions.FindIndex(dimension => dimension.Kind != AcquisitionKind.Position);
        Growing = slowest < 0 ? -1 : axisOf[slowest];
        IsUnbounded = Growing >= 0 && dimensions[slowest].Length is null;
        Positions = position < 0 ? 1 : (int)acquired[position];
        Lengths = [.. stored.Select(dimension => dimension.Length ?? long.MaxValue)];
        Units = [.. units];
        (Height, Width, DataType) = (settings.Dimensions[^2].Length!.Value, settings.Dimensions[^1].Length!.Value, settings.DataType);
        UnitCounts = [.. Lengths.Zip(Units, (length, unit) => ((length - 1) / unit) + 1)];
        FrameCount = Count(acquired);
    }

    /// <summary>The number of images.</summary>
    internal int Positions { get; }

    /// <summary>The stored axis that is the slowest of acquisition, which grows and is cut at the end; -1 if an image has one frame only.</summary>
    internal int Growing { get; }

    /// <summary>Whether the length of the growing axis is not known.</summary>
    internal bool IsUnbounded { get; }

    /// <summary>Lengths of the stored axes but y and x; <see cref="long.MaxValue"/> if unknown.</summary>
    internal long[] Lengths { get; }

    /// <summary>Lengths of a slab along these axes.</summary>
    internal long[] Units { get; }

    /// <summary>Numbers of slabs along these axes.</summary>
    internal long[] UnitCounts { get; }

    /// <summary>Rows of a frame.</summary>
    internal long Height { get; }

    /// <summary>Columns of a frame.</summary>
    internal long Width { get; }

    /// <summary>Type of the pixels.</summary>
    internal DataType DataType { get; }

    /// <summary>Bytes of a frame.</summary>
    internal int FrameBytes => checked((int)(Height * Width * DataType.Size));

    /// <summary>The number of frames of all images; null if it is not known or cannot be counted.</summary>
    internal long? FrameCount { get; }

    /// <summary>The length of a frame in elements of a type: that of the pixels, or byte.</summary>
    /// <exception cref="ArgumentException">Another type.</exception>
    internal int FrameElements<T>()
        where T : unmanaged =>
        typeof(T) == DataType.ClrType ? FrameBytes / DataType.Size
        : typeof(T) == typeof(byte) ? FrameBytes
        : throw new ArgumentException($"the pixels are {typeof(T).Name}, the acquisition stores {DataType}; give pixels of that type, or their bytes");

    /// <summary>The place of a frame by its number in the order of acquisition.</summary>
    /// <exception cref="InvalidOperationException">There are not as many frames.</exception>
    internal FramePlace PlaceOf(long number)
    {
        if (number >= FrameCount)
        {
            throw new InvalidOperationException($"all {FrameCount:N0} frames of the acquisition have come; a further frame has no place. Leave the length of the first dimension open if it is not known");
        }

        var (image, index) = (0, new long[Lengths.Length]);
        for (var d = acquired.Length - 1; d >= 0; d--)
        {
            var at = d == 0 ? number : number % acquired[d];
            number /= acquired[d];
            Put(d, at, ref image, index);
        }

        return new FramePlace(image, index);
    }

    /// <summary>The place of a frame by its index along each dimension in the order of acquisition.</summary>
    /// <exception cref="ArgumentException">There are not as many indexes as dimensions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its dimension.</exception>
    internal FramePlace PlaceOf(ReadOnlySpan<long> index)
    {
        if (index.Length != acquired.Length)
        {
            throw new ArgumentException($"there are {index.Length} indexes, the acquisition has {acquired.Length} dimensions besides y and x; give one for each, in the order of acquisition", nameof(index));
        }

        var (image, stored) = (0, new long[Lengths.Length]);
        for (var d = 0; d < index.Length; d++)
        {
            if (index[d] < 0 || index[d] >= acquired[d])
            {
                throw new ArgumentOutOfRangeException(nameof(index), index[d], $"index {d} is outside its dimension, which has the length {acquired[d]:N0}");
            }

            Put(d, index[d], ref image, stored);
        }

        return new FramePlace(image, stored);
    }

    /// <summary>The index of a frame along each dimension in the order of acquisition.</summary>
    internal ValueList<long> IndexOf(FramePlace place) => [.. axisOf.Select(axis => axis < 0 ? place.Image : place.Index[axis])];

    /// <summary>The number of a slab in its image.</summary>
    internal long SlabOf(long[] index)
    {
        var number = Growing < 0 ? 0 : index[Growing] / Units[Growing];
        for (var d = 0; d < index.Length; d++)
        {
            number = d == Growing ? number : checked((number * UnitCounts[d]) + (index[d] / Units[d]));
        }

        return number;
    }

    /// <summary>The number of a frame in its image.</summary>
    internal long NumberOf(long[] index)
    {
        var number = Growing < 0 ? 0 : index[Growing];
        for (var d = 0; d < index.Length; d++)
        {
            number = d == Growing ? number : checked((number * Lengths[d]) + index[d]);
        }

        return number;
    }

    /// <summary>The frames of the slab that holds a frame: a region of the stored axes but y and x.</summary>
    internal Region FramesOfSlab(long[] index)
    {
        var (offset, lengths) = (new long[index.Length], new long[index.Length]);
        for (var d = 0; d < index.Length; d++)
        {
            offset[d] = index[d] / Units[d] * Units[d];
            lengths[d] = Math.Min(Units[d], Lengths[d] - offset[d]);
        }

        return new Region(offset, Shape.Create(lengths));
    }

    /// <summary>The number of a frame in a region of frames.</summary>
    internal static int SlotOf(Region frames, ReadOnlySpan<long> index)
    {
        var slot = 0L;
        for (var d = 0; d < index.Length; d++)
        {
            slot = (slot * frames.Shape[d]) + index[d] - frames.Offset[d];
        }

        return (int)slot;
    }

    private void Put(int dimension, long at, ref int image, long[] index)
    {
        if (dimension == position)
        {
            image = (int)at;
        }
        else
        {
            index[axisOf[dimension]] = at;
        }
    }

    private static long? Count(long[] lengths)
    {
        var count = lengths.Contains(long.MaxValue) ? long.MaxValue : lengths.Aggregate((Int128)1, (product, length) => product * length);
        return count < long.MaxValue ? (long)count : null;
    }
}
