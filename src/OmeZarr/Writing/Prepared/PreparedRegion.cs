using Zarr;

namespace OmeZarr;

/// <summary>A <see cref="PreparedArray"/>, or a part of one (<c>array[t, c, ..]</c>), to which elements can be written. Thread-safe.</summary>
/// <remarks>Sources and arrays may leave out dimensions of length 1, or have further ones: an image of y, x fits a region of 1 x 1 x y x x.</remarks>
public abstract class PreparedRegion
{
    private protected PreparedRegion()
    {
    }

    /// <summary>Lengths of the region, with all dimensions of the array.</summary>
    public abstract Shape Shape { get; }

    /// <summary>Type of the elements.</summary>
    public abstract DataType DataType { get; }

    /// <summary>Writes the region. When the call returns, every element is stored or kept, and the source is no longer needed.</summary>
    /// <param name="source">Elements of the array's data type, in the shape of the region.</param>
    /// <param name="cancellationToken">Stops the writing; some chunks may have got their part of the region then and others not.</param>
    /// <exception cref="ArgumentException">Shapes or data types do not fit.</exception>
    /// <exception cref="ObjectDisposedException">The prepared arrays are disposed.</exception>
    /// <exception cref="NodeReplacedException">Another program has replaced or deleted the array, or the image that it belongs to, since it was prepared.</exception>
    /// <exception cref="IOException">A chunk could not be stored.</exception>
    public abstract Task WriteAsync(IArraySource source, CancellationToken cancellationToken = default);

    /// <summary>Writes the region from memory.</summary>
    /// <param name="elements">The elements of the region in C order; they must not change until the call returns.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <inheritdoc cref="WriteAsync(IArraySource, CancellationToken)"/>
    public Task WriteAsync<T>(ReadOnlyMemory<T> elements, CancellationToken cancellationToken = default)
        where T : unmanaged => WriteAsync(ArraySource.FromMemory(elements, Shape), cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}(ReadOnlyMemory{T}, CancellationToken)"/>
    public Task WriteAsync<T>(T[] elements, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(elements);
        return WriteAsync<T>(elements.AsMemory(), cancellationToken);
    }

    /// <summary>Writes the region from an array of its shape.</summary>
    /// <param name="elements">The elements; they must not change until the call returns.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <inheritdoc cref="WriteAsync(IArraySource, CancellationToken)"/>
    public Task WriteAsync<T>(T[,] elements, CancellationToken cancellationToken = default)
        where T : unmanaged => WriteAsync(elements.AsSource(), cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}(T[,], CancellationToken)"/>
    public Task WriteAsync<T>(T[,,] elements, CancellationToken cancellationToken = default)
        where T : unmanaged => WriteAsync(elements.AsSource(), cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}(T[,], CancellationToken)"/>
    public Task WriteAsync<T>(T[,,,] elements, CancellationToken cancellationToken = default)
        where T : unmanaged => WriteAsync(elements.AsSource(), cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}(T[,], CancellationToken)"/>
    public Task WriteAsync<T>(T[,,,,] elements, CancellationToken cancellationToken = default)
        where T : unmanaged => WriteAsync(elements.AsSource(), cancellationToken);
}
