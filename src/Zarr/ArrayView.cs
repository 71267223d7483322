using System.Numerics.Tensors;
using Zarr.Arrays;

namespace Zarr;

/// <summary>
/// A part of an array, selected by slices: <c>array[1, .., 10..20]</c>. It holds no elements; they are read and written on request. It is itself an
/// <see cref="IArraySource"/>, so that a part of an array can be written to another.
/// </summary>
/// <remarks>Immutable and thread-safe. It is bound to the shape that the array had when the view was made.</remarks>
public sealed class ArrayView : IArraySource
{
    private readonly HyperslabReader reader;
    private readonly Hyperslab hyperslab;
    private readonly bool[] dropped;

    internal ArrayView(ZarrArray array, HyperslabReader reader, ReadOnlySpan<Slice> slices)
    {
        var rank = array.Shape.Rank;
        if (slices.Length != rank)
        {
            throw new ArgumentException($"{slices.Length} {(slices.Length == 1 ? "slice was" : "slices were")} given for an array of {Counted.Of(rank, "dimension")} ({array.Shape}); a dimension is taken whole by ..");
        }

        (ZarrArray, this.reader, dropped) = (array, reader, new bool[rank]);
        Span<long> start = stackalloc long[rank];
        Span<long> count = stackalloc long[rank];
        Span<long> step = stackalloc long[rank];
        for (var d = 0; d < rank; d++)
        {
            (start[d], count[d], step[d], dropped[d]) = slices[d].Resolve(array.Shape[d], d);
        }

        hyperslab = new Hyperslab(start, Shape.Create(count), step);
        Shape = Shape.Create([.. hyperslab.Shape.Where((_, d) => !dropped[d])]);
    }

    /// <summary>The array that the view is a part of.</summary>
    public ZarrArray ZarrArray { get; }

    /// <summary>Lengths of the view: one for each dimension with a range. Dimensions with a single element are dropped.</summary>
    public Shape Shape { get; }

    /// <inheritdoc/>
    public DataType DataType => ZarrArray.DataType;

    /// <summary>The smallest region of the array that holds the view, with all dimensions of the array.</summary>
    public Region Region => hyperslab.Bounds;

    /// <summary>Reads the view.</summary>
    /// <returns>Its elements in C order.</returns>
    /// <inheritdoc cref="ReadAsync{T}(Memory{T}, CancellationToken)"/>
    public async Task<T[]> ReadAsync<T>(CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        DataType.RequireArgument(typeof(T), nameof(ReadAsync));
        var elements = GC.AllocateUninitializedArray<T>(Length(unit: 1));
        await reader.ReadAsync<T>(hyperslab, elements, null, cancellationToken).ConfigureAwait(false);
        return elements;
    }

    /// <summary>Reads the view into the caller's memory. Elements that were never stored are the fill value.</summary>
    /// <remarks>Only chunks that hold an element of the view are fetched.</remarks>
    /// <param name="destination">Room for exactly the elements of the view, filled in C order.</param>
    /// <param name="cancellationToken">Stops the reading; the destination is then partly filled.</param>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the array's type, the memory does not fit, or the view has more elements than memory can hold.</exception>
    /// <exception cref="CorruptDataException">A stored chunk is damaged.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public Task ReadAsync<T>(Memory<T> destination, CancellationToken cancellationToken = default)
        where T : unmanaged => ReadAsync(destination, null, cancellationToken);

    /// <summary>Reads the view into the caller's memory and reports progress.</summary>
    /// <param name="destination">Room for exactly the elements of the view, filled in C order.</param>
    /// <param name="progress">Receives a report after each chunk or shard; null disables reporting. An exception that it throws stops the reading and reaches the caller.</param>
    /// <param name="cancellationToken">Stops the reading; the destination is then partly filled.</param>
    /// <inheritdoc cref="ReadAsync{T}(Memory{T}, CancellationToken)"/>
    public Task ReadAsync<T>(Memory<T> destination, IProgress<ChunkProgress>? progress, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        DataType.RequireArgument(typeof(T), nameof(ReadAsync));
        Region.Whole(Shape).RequireLength(destination.Length);
        return reader.ReadAsync(hyperslab, destination, progress, cancellationToken);
    }

    /// <summary>Reads the view as a rectangular array: <c>ushort[,] plane = await array[1, .., ..].ReadArrayAsync&lt;ushort[,]&gt;()</c>.</summary>
    /// <typeparam name="TArray">An array of the data type with as many dimensions as the view, such as <c>ushort[,]</c>.</typeparam>
    /// <exception cref="ArgumentException"><typeparamref name="TArray"/> is no array, or one of another type or number of dimensions, or the view is 2 GiB or larger.</exception>
    /// <inheritdoc cref="ReadAsync{T}(Memory{T}, CancellationToken)"/>
    public async Task<TArray> ReadArrayAsync<TArray>(CancellationToken cancellationToken = default)
        where TArray : class
    {
        DataType.RequireArgument(typeof(TArray).GetElementType() ?? typeof(TArray), nameof(ReadArrayAsync), $"[{new string(',', Math.Max(0, Shape.Rank - 1))}]");
        var length = Length(DataType.Size);
        var elements = RectangularArray.Create(typeof(TArray), Shape);
        await reader.ReadAsync(hyperslab, RectangularArray.Bytes(elements, length), null, cancellationToken).ConfigureAwait(false);
        return (TArray)(object)elements;
    }

    /// <summary>Reads the view as a tensor of its <see cref="Shape"/>; a single element as a tensor of one dimension and one element.</summary>
    /// <inheritdoc cref="ReadAsync{T}(Memory{T}, CancellationToken)"/>
    public async Task<Tensor<T>> ReadTensorAsync<T>(CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        DataType.RequireArgument(typeof(T), nameof(ReadTensorAsync));
        var elements = await ReadAsync<T>(cancellationToken).ConfigureAwait(false);
        nint[] lengths = Shape.Rank == 0 ? [1] : [.. Shape.Select(length => (nint)length)];
        return Tensor.Create(elements, lengths);
    }

    /// <summary>Writes the view from a source. Chunks that it covers whole are replaced, others are read, changed and written back.</summary>
    /// <param name="source">Elements of the array's data type, in the <see cref="Shape"/> of the view.</param>
    /// <param name="progress">Receives a report after each chunk; null disables reporting.</param>
    /// <param name="cancellationToken">Stops the writing; each chunk is then written whole or not at all.</param>
    /// <exception cref="ArgumentException">Shapes or data types do not fit.</exception>
    /// <exception cref="NotSupportedException">The store is read-only, or the view leaves out elements (a step above 1).</exception>
    /// <exception cref="IOException">The store cannot be written.</exception>
    public Task WriteAsync(IArraySource source, IProgress<ChunkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Shape != Shape)
        {
            throw new ArgumentException($"the data has the shape {source.Shape}, the view the shape {Shape}", nameof(source));
        }

        if (hyperslab.HasGaps)
        {
            throw new NotSupportedException("a view that leaves out elements can be read only; write the region, or its elements one by one");
        }

        return ZarrArray.WriteAsync(dropped.Contains(true) ? new Expanded(source, this) : source, Region, progress, cancellationToken);
    }

    /// <summary>Writes the view from memory.</summary>
    /// <param name="elements">The elements of the view in C order.</param>
    /// <param name="cancellationToken">Stops the writing; each chunk is then written whole or not at all.</param>
    /// <inheritdoc cref="WriteAsync(IArraySource, IProgress{ChunkProgress}?, CancellationToken)"/>
    public Task WriteAsync<T>(ReadOnlyMemory<T> elements, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        DataType.RequireArgument(typeof(T), nameof(WriteAsync));
        return WriteAsync(ArraySource.FromMemory(elements, Shape), null, cancellationToken);
    }

    /// <summary>Array, region and shape.</summary>
    public override string ToString() => $"view {Shape} of {ZarrArray}: {Region}{(hyperslab.HasGaps ? ", with gaps" : string.Empty)}";

    /// <inheritdoc/>
    ValueTask IArraySource.ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        region.RequireInside(Shape);
        region.RequireLength(destination.Length, DataType.Size);
        return new ValueTask(reader.ReadAsync(hyperslab.Part(WithDropped(region)), destination, null, cancellationToken));
    }

    /// <summary>Number of elements times <paramref name="unit"/>, if memory can be that long.</summary>
    private int Length(int unit) => Shape.TryGetElementCount(out var count) && count <= Array.MaxLength / unit
        ? (int)count * unit
        : throw new ArgumentException($"one array cannot hold the elements of a view of {Shape}; read it in parts");

    /// <summary>Converts a region of the view to a region of the hyperslab, which has all dimensions of the array.</summary>
    private Region WithDropped(Region region)
    {
        Span<long> offset = stackalloc long[dropped.Length];
        Span<long> lengths = stackalloc long[dropped.Length];
        for (int d = 0, kept = 0; d < dropped.Length; d++)
        {
            (offset[d], lengths[d]) = dropped[d] ? (0, 1) : (region.Offset[kept], region.Shape[kept++]);
        }

        return new Region(offset, Shape.Create(lengths));
    }

    private Region WithoutDropped(Region region)
    {
        Span<long> offset = stackalloc long[Shape.Rank];
        Span<long> lengths = stackalloc long[Shape.Rank];
        for (int d = 0, kept = 0; d < dropped.Length; d++)
        {
            if (!dropped[d])
            {
                (offset[kept], lengths[kept++]) = (region.Offset[d], region.Shape[d]);
            }
        }

        return new Region(offset, Shape.Create(lengths));
    }

    /// <summary>Restores the dropped dimensions of a source, each with length 1. The order of the elements does not change.</summary>
    private sealed class Expanded(IArraySource source, ArrayView view) : IArraySource
    {
        public Shape Shape => view.hyperslab.Shape;

        public DataType DataType => source.DataType;

        public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken) =>
            source.ReadAsync(view.WithoutDropped(region), destination, cancellationToken);
    }
}
