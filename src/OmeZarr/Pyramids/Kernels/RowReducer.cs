using System.Buffers;
using System.Runtime.InteropServices;

namespace OmeZarr.Pyramids.Kernels;

/// <summary>Walks the rows of the coarser level, and finds the rows of the finer level that each of them covers.</summary>
/// <typeparam name="T">A type with the size of the elements.</typeparam>
internal sealed class RowReducer<T> : BoxReducer
    where T : unmanaged
{
    private readonly long[] factors;
    private readonly BoxValue<T> value;

    internal RowReducer(long[] factors, BoxValue<T> value)
        : base(factors) => (this.factors, this.value) = (factors, value);

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
        var rented = ArrayPool<int>.Shared.Rent(most);
        var last = (int)Math.Min(factors[^1], sourceShape[^1]);
        var box = ArrayPool<T>.Shared.Rent(most * last);
        Span<long> index = stackalloc long[rank - 1];
        index.Clear();
        do
        {
            var rows = rented.AsSpan(0, Rows(index, sourceShape, strides, rented));
            var first = 0L;
            for (var d = 0; d < index.Length; d++)
            {
                first += index[d] * targetStrides[d];
            }

            ReduceRow(from, rows, (int)sourceShape[^1], to[(int)first..], (int)targetStrides[^1], box);
        }
        while (Next(index, sourceShape));

        ArrayPool<T>.Shared.Return(box);
        ArrayPool<int>.Shared.Return(rented);
    }

    /// <summary>Computes a row of the target from the rows that it covers.</summary>
    private void ReduceRow(ReadOnlySpan<T> source, ReadOnlySpan<int> rows, int length, Span<T> target, int stride, Span<T> box)
    {
        var factor = (int)Math.Min(factors[^1], length);
        for (var (start, to) = (0, 0); start < length; start += factor, to += stride)
        {
            var width = Math.Min(factor, length - start);
            for (var row = 0; row < rows.Length; row++)
            {
                source.Slice(rows[row] + start, width).CopyTo(box[(row * width)..]);
            }

            target[to] = value(box[..(rows.Length * width)]);
        }
    }

    /// <summary>Goes to the next row of the target. False after the last.</summary>
    private bool Next(Span<long> index, ReadOnlySpan<long> shape)
    {
        for (var d = index.Length - 1; d >= 0; d--)
        {
            if ((index[d] + 1) * factors[d] < shape[d])
            {
                index[d]++;
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
