using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OmeZarr.Pyramids.Kernels;

/// <summary>Walks the rows of the coarser level, and finds the rows of the finer level that each of them covers.</summary>
/// <typeparam name="T">A type with the size of the elements.</typeparam>
internal sealed class RowReducer<T> : BoxReducer
    where T : unmanaged
{
    /// <summary>The largest box and number of rows that are held on the stack.</summary>
    private const int FewElements = 64;

    private readonly long[] factors;
    private readonly BoxValue<T> value;
    private readonly HalvingKernel<T>? kernel;

    /// <param name="factors">The length of a box along each axis.</param>
    /// <param name="value">The plain way.</param>
    /// <param name="kernel">The fast way for factors of 2 along the last axis; null if there is none.</param>
    internal RowReducer(long[] factors, BoxValue<T> value, HalvingKernel<T>? kernel = null)
        : base(factors) => (this.factors, this.value, this.kernel) = (factors, value, factors is [.., 2] ? kernel : null);

    internal override void Reduce(ReadOnlySpan<byte> source, ReadOnlySpan<long> sourceShape, Span<byte> target, ReadOnlySpan<long> targetStrides)
    {
        if (sourceShape.Contains(0))
        {
            return;
        }

        var from = MemoryMarshal.Cast<byte, T>(source);
        var to = MemoryMarshal.Cast<byte, T>(target);
        var rank = sourceShape.Length;
        if (rank == 0)
        {
            to[0] = from[0];
            return;
        }

        Span<long> strides = stackalloc long[rank];
        var most = RowsOfABox(sourceShape);
        StridesOf(sourceShape, strides);
        var elements = checked(most * (int)Math.Min(factors[^1], sourceShape[^1]));
        var rentedRows = most > FewElements ? ArrayPool<int>.Shared.Rent(most) : null;
        var rentedBox = elements > FewElements ? ArrayPool<T>.Shared.Rent(elements) : null;
        Span<int> allRows = rentedRows is null ? stackalloc int[FewElements] : rentedRows;
        Span<T> box = rentedBox is null ? stackalloc T[FewElements] : rentedBox;
        Span<long> index = stackalloc long[rank - 1];
        index.Clear();
        var (step, targetStep) = rank == 1 ? (0, 0) : (checked((int)(factors[^2] * strides[^2])), (int)targetStrides[^2]);
        int count;
        do
        {
            count = AlikeFrom(index, sourceShape);
            var rows = new BoxRows(allRows[..Rows(index, sourceShape, strides, allRows)], step, count);
            var first = 0L;
            for (var d = 0; d < index.Length; d++)
            {
                first += index[d] * targetStrides[d];
            }

            ReduceRows(from, rows, (int)sourceShape[^1], to[(int)first..], targetStep, (int)targetStrides[^1], box);
        }
        while (Next(index, sourceShape, count));

        Return(rentedRows);
        Return(rentedBox);
    }

    /// <summary>Computes rows of the target whose boxes have equally many rows.</summary>
    private void ReduceRows(ReadOnlySpan<T> source, BoxRows rows, int length, Span<T> target, int targetStep, int stride, Span<T> box)
    {
        var fast = kernel is not null && stride == 1 ? kernel(source, rows, target, targetStep, length / 2) : 0;
        for (var row = 0; row < rows.Count; row++)
        {
            ReduceRow(source[(row * rows.Step)..], rows.Starts, length, target[(row * targetStep)..], stride, fast, box);
        }
    }

    /// <summary>Computes a row of the target in the plain way, from its element <paramref name="done"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReduceRow(ReadOnlySpan<T> source, ReadOnlySpan<int> rows, int length, Span<T> target, int stride, int done, Span<T> box)
    {
        var factor = (int)Math.Min(factors[^1], length);
        for (var start = done * factor; start < length; start += factor)
        {
            var width = Math.Min(factor, length - start);
            for (var row = 0; row < rows.Length; row++)
            {
                Copy(source.Slice(rows[row] + start, width), box.Slice(row * width, width));
            }

            target[start / factor * stride] = value(box[..(rows.Length * width)]);
        }
    }

    // A loop, because a call of CopyTo takes longer than the few elements of a usual box.
    private static void Copy(ReadOnlySpan<T> from, Span<T> to)
    {
        for (var i = 0; i < from.Length && i < to.Length; i++)
        {
            to[i] = from[i];
        }
    }

    /// <summary>Number of rows of the target, from one on, that follow each other along the last axis but one and cover equally many rows of the source each.</summary>
    private int AlikeFrom(ReadOnlySpan<long> index, ReadOnlySpan<long> shape) =>
        index.Length == 0 ? 1 : (int)Math.Max(1, (shape[^2] / factors[^2]) - index[^1]);

    /// <summary>Goes to the next row of the target after so many. False after the last.</summary>
    private bool Next(Span<long> index, ReadOnlySpan<long> shape, int count)
    {
        for (var d = index.Length - 1; d >= 0; d--)
        {
            index[d] += d == index.Length - 1 ? count : 1;
            if (index[d] * factors[d] < shape[d])
            {
                return true;
            }

            index[d] = 0;
        }

        return false;
    }

    /// <summary>Lists where the rows of the boxes of a target row begin in the source, in the order of the source. Returns their number.</summary>
    private int Rows(ReadOnlySpan<long> index, ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, Span<int> rows)
    {
        (rows[0], var count) = (0, 1);
        for (var d = 0; d < index.Length; d++)
        {
            // Each row so far becomes as many as the box is long here. From the last to the first, so that none is overwritten too early.
            var start = index[d] * factors[d];
            var length = (int)Math.Min(factors[d], shape[d] - start);
            for (var row = count - 1; row >= 0; row--)
            {
                for (var i = length - 1; i >= 0; i--)
                {
                    rows[(row * length) + i] = rows[row] + (int)((start + i) * strides[d]);
                }
            }

            count *= length;
        }

        return count;
    }

    private int RowsOfABox(ReadOnlySpan<long> shape)
    {
        var rows = 1;
        for (var d = 0; d < shape.Length - 1; d++)
        {
            rows = checked(rows * (int)Math.Min(factors[d], shape[d]));
        }

        return rows;
    }

    private static void Return<TElement>(TElement[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<TElement>.Shared.Return(rented);
        }
    }

    private static void StridesOf(ReadOnlySpan<long> shape, Span<long> strides)
    {
        var stride = 1L;
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride *= shape[d];
        }
    }
}
