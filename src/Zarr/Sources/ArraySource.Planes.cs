namespace Zarr;

public static partial class ArraySource
{
    /// <summary>A source over planes that lie anywhere in memory, such as the frames of a camera: the last two dimensions are rows and columns of a plane, those before count the planes.</summary>
    /// <param name="planes">The bytes of each plane, in C order of the dimensions before the last two and in the byte order of this machine. A plane without bytes is zero everywhere.</param>
    /// <param name="shape">Lengths of the array, which has at least two dimensions.</param>
    /// <param name="dataType">Type of the elements.</param>
    /// <param name="rowStride">Distance between the beginnings of two rows in elements; null if the rows have no gaps.</param>
    /// <param name="isImmutable">Whether the planes stay unchanged until everything that uses the source has ended. Then a chunk that lies in one plane without gaps is compressed without a copy; if the plane changes all the same, the chunk is damaged. If false, chunks are copied first, and a plane that changes gives a mixture of old and new pixels.</param>
    /// <remarks>The source is a view: making it copies nothing, also if the planes are parts of larger ones.</remarks>
    /// <exception cref="ArgumentException">The number of planes is another than the shape says, a plane is too short, or a row is longer than the stride.</exception>
    public static IArraySource FromPlanes(IReadOnlyList<ReadOnlyMemory<byte>> planes, Shape shape, DataType dataType, long? rowStride = null, bool isImmutable = false)
    {
        ArgumentNullException.ThrowIfNull(planes);
        ArgumentNullException.ThrowIfNull(dataType);
        if (shape.Rank < 2)
        {
            throw new ArgumentException($"planes have two dimensions, the shape {shape} has {shape.Rank}", nameof(shape));
        }

        var (height, width) = (shape[shape.Rank - 2], shape[shape.Rank - 1]);
        var stride = rowStride ?? width;
        var count = shape.Take(shape.Rank - 2).Aggregate((Int128)1, (product, length) => product * length);
        if (count != planes.Count)
        {
            throw new ArgumentException($"there are {planes.Count:N0} planes, the shape {shape} needs {count:N0}", nameof(planes));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(stride, width, nameof(rowStride));
        var needed = height == 0 || width == 0 ? 0 : ((((Int128)height - 1) * stride) + width) * dataType.Size;
        return planes.All(plane => plane.IsEmpty || plane.Length >= needed)
            ? new PlanesSource([.. planes], shape, dataType, stride, isImmutable)
            : throw new ArgumentException($"a plane is shorter than the {needed:N0} bytes that {height} rows of {width} elements need, {stride} elements apart", nameof(planes));
    }
}
