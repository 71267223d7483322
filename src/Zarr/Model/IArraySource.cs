namespace Zarr;

/// <summary>
/// A source of array elements, read region by region: memory, a TIFF file, a formula, another Zarr array.
/// Everything that is written to an array comes from a source. <see cref="ArraySource"/> makes the common ones.
/// </summary>
/// <remarks>A writer reads many regions, in any order and from several threads at once. Each is at most one chunk.</remarks>
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
