using System.Runtime.InteropServices;

namespace Zarr;

/// <summary>Makes array sources from memory and from functions that compute regions.</summary>
/// <remarks>Sources over memory do not copy it: the memory must not change while it is written to an array.</remarks>
public static partial class ArraySource
{
    /// <summary>A source over memory that holds all elements in C order (last dimension fastest).</summary>
    /// <exception cref="ArgumentException">The memory does not hold exactly as many elements as the shape, or <typeparamref name="T"/> is no Zarr data type.</exception>
    public static IArraySource FromMemory<T>(ReadOnlyMemory<T> elements, Shape shape)
        where T : unmanaged
    {
        if (!shape.TryGetElementCount(out var count) || count != elements.Length)
        {
            throw new ArgumentException($"the memory holds {elements.Length:N0} elements, the shape {shape} needs another number", nameof(elements));
        }

        var strides = new long[shape.Rank];
        StridedCopy.CStrides(shape, strides);
        return new MemorySource<T>(elements, shape, 0, strides);
    }

    /// <summary>A source over the bytes of all elements in C order, for types that are known only at run time.</summary>
    /// <param name="elements">The bytes, in the byte order of this machine.</param>
    /// <param name="shape">Lengths of the array.</param>
    /// <param name="dataType">Type of the elements.</param>
    /// <exception cref="ArgumentException">There are not exactly as many bytes as the elements have.</exception>
    public static IArraySource FromBytes(ReadOnlyMemory<byte> elements, Shape shape, DataType dataType)
    {
        ArgumentNullException.ThrowIfNull(dataType);
        if (!shape.TryGetElementCount(out var count) || (Int128)count * dataType.Size != elements.Length)
        {
            throw new ArgumentException($"there are {elements.Length:N0} bytes, the shape {shape} of {dataType} needs another number", nameof(elements));
        }

        return new BytesSource(elements, shape, dataType);
    }

    /// <summary>A source over memory whose elements have gaps or are not in C order: a camera buffer with a row pitch, a transposed or flipped view.</summary>
    /// <param name="elements">The memory.</param>
    /// <param name="shape">Lengths of the array.</param>
    /// <param name="strides">Distance between neighbours along each dimension, in elements; may be negative or zero.</param>
    /// <param name="start">Position of the first element (index 0, 0, …) in the memory.</param>
    /// <exception cref="ArgumentException">There are not as many strides as dimensions, or an element would lie outside the memory.</exception>
    public static IArraySource FromStrided<T>(ReadOnlyMemory<T> elements, Shape shape, ReadOnlySpan<long> strides, long start = 0)
        where T : unmanaged
    {
        if (strides.Length != shape.Rank)
        {
            throw new ArgumentException($"the strides ({strides.Length}) are not as many as the dimensions of {shape}", nameof(strides));
        }

        Int128 first = start;
        Int128 last = start;
        for (var d = 0; d < shape.Rank; d++)
        {
            var reach = (Int128)strides[d] * (shape[d] - 1);
            first += Int128.Min(0, reach);
            last += Int128.Max(0, reach);
        }

        if (!shape.AsSpan().Contains(0) && (first < 0 || last >= elements.Length))
        {
            throw new ArgumentException($"elements {first} to {last} are used, the memory holds {elements.Length:N0}", nameof(elements));
        }

        return new MemorySource<T>(elements, shape, start, strides.ToArray());
    }

    /// <summary>A source whose elements a function computes: it fills memory with the elements of a region in C order. It is called for any region, from several threads at once.</summary>
    public static IArraySource FromFunction<T>(Shape shape, Action<Region, Span<T>> function)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(function);
        return new FunctionSource(shape, DataType.Of<T>(), (region, destination, _) =>
        {
            function(region, MemoryMarshal.Cast<byte, T>(destination.Span));
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>As the other overload, for types that are known only at run time: the function fills bytes.</summary>
    /// <inheritdoc cref="FromFunction{T}(Shape, Action{Region, Span{T}})"/>
    public static IArraySource FromFunction(Shape shape, DataType dataType, Action<Region, Span<byte>> function)
    {
        ArgumentNullException.ThrowIfNull(dataType);
        ArgumentNullException.ThrowIfNull(function);
        return new FunctionSource(shape, dataType, (region, destination, _) =>
        {
            function(region, destination.Span);
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>A source whose elements an asynchronous function computes.</summary>
    /// <param name="shape">Lengths of the array.</param>
    /// <param name="dataType">Type of the elements.</param>
    /// <param name="function">See <see cref="IArraySource.ReadAsync"/>.</param>
    public static IArraySource FromFunction(Shape shape, DataType dataType, Func<Region, Memory<byte>, CancellationToken, ValueTask> function)
    {
        ArgumentNullException.ThrowIfNull(dataType);
        ArgumentNullException.ThrowIfNull(function);
        return new FunctionSource(shape, dataType, function);
    }

    private sealed class FunctionSource(Shape shape, DataType dataType, Func<Region, Memory<byte>, CancellationToken, ValueTask> function) : IArraySource
    {
        public Shape Shape => shape;

        public DataType DataType => dataType;

        public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
        {
            region.RequireInside(shape);
            region.RequireLength(destination.Length, dataType.Size);
            return function(region, destination, cancellationToken);
        }
    }
}
