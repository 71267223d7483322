namespace Zarr;

/// <summary>
/// Anything that can hand out the elements of an array region by region: memory, a TIFF file, a formula, another Zarr array.
/// It is the one door for data that is to be written. Ready-made sources are in <see cref="ArraySource"/>.
/// </summary>
/// <remarks>A writer asks for many regions, in any order and from several threads at once; each is at most one chunk.</remarks>
public interface IArraySource
{
    /// <summary>Lengths of the array.</summary>
    Shape Shape { get; }

    /// <summary>Type of the elements.</summary>
    DataType DataType { get; }

    /// <summary>Fills <paramref name="destination"/> with the elements of <paramref name="region"/>.</summary>
    /// <param name="region">A region inside <see cref="Shape"/>.</param>
    /// <param name="destination">Exactly as many bytes as the region has elements times <see cref="DataType.Size"/>:
    /// C order (last dimension fastest), in the byte order of this machine. Every byte must be written.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken);
}
