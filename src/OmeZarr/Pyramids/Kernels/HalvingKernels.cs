using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OmeZarr.Pyramids.Kernels;

/// <summary>Computes rows of a target whose boxes are two elements long along the last axis. Returns how many elements of each row are done; the next ones are left to the plain way.</summary>
/// <param name="source">All elements of the source.</param>
/// <param name="rows">The rows of the source.</param>
/// <param name="target">The first row of the target.</param>
/// <param name="stride">The distance to the next row of the target.</param>
/// <param name="width">Number of elements with whole boxes in each row of the target.</param>
internal delegate int HalvingKernel<T>(ReadOnlySpan<T> source, BoxRows rows, Span<T> target, int stride, int width);

/// <summary>The rows of the source that neighbouring rows of the target cover.</summary>
/// <param name="starts">Where the rows begin that the first row of the target covers.</param>
/// <param name="step">The distance to those of the next row of the target.</param>
/// <param name="count">Number of rows of the target.</param>
internal readonly ref struct BoxRows(ReadOnlySpan<int> starts, int step, int count)
{
    internal ReadOnlySpan<int> Starts { get; } = starts;

    internal int Step => step;

    internal int Count => count;
}

/// <summary>Computes a vector of elements from their boxes, which are two elements long along the last axis, with the results of <see cref="BoxValues"/>.</summary>
/// <typeparam name="TSelf">The operator.</typeparam>
/// <typeparam name="T">Type of the elements.</typeparam>
internal interface IBoxOperator<TSelf, T>
    where TSelf : struct, IBoxOperator<TSelf, T>
    where T : unmanaged
{
    /// <summary>Whether boxes of so many rows are supported.</summary>
    static abstract bool Supports(int rows);

    /// <summary>The operator for boxes of so many rows.</summary>
    static abstract TSelf For(int rows);

    /// <summary>Computes as many elements as a vector has.</summary>
    /// <param name="first">The element that the starts count from.</param>
    /// <param name="starts">Where the rows of the boxes begin.</param>
    Vector<T> Of(ref T first, ReadOnlySpan<int> starts);
}

/// <summary>The methods of <see cref="Downsampling"/> with SIMD, for factors of 2 along the last axis.</summary>
internal static class HalvingKernels
{
    /// <summary>Whether the kernels work here: they take the element at the lower address for the lower half of a pair, and know vectors of 16 and 32 bytes.</summary>
    internal static bool AreUsable => Vector.IsHardwareAccelerated && BitConverter.IsLittleEndian && Vector<byte>.Count is 16 or 32;

    /// <summary>A <see cref="HalvingKernel{T}"/> with an operator. Rows that are shorter than a vector are left to the plain way; at the end of the others, some elements are computed twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Reduce<T, TOperator>(ReadOnlySpan<T> source, BoxRows rows, Span<T> target, int stride, int width)
        where T : unmanaged
        where TOperator : struct, IBoxOperator<TOperator, T>
    {
        var starts = rows.Starts;
        var count = Vector<T>.Count;
        if (width < count || !TOperator.Supports(starts.Length))
        {
            return 0;
        }

        RequireInside(source, rows, target, stride, width);
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        var boxes = TOperator.For(starts.Length);
        for (var row = 0; row < rows.Count; row++)
        {
            var x = 0;
            for (; x <= width - count; x += count)
            {
                boxes.Of(ref Unsafe.Add(ref from, 2 * x), starts).StoreUnsafe(ref to, (nuint)x);
            }

            if (x < width)
            {
                boxes.Of(ref Unsafe.Add(ref from, 2 * (width - count)), starts).StoreUnsafe(ref to, (nuint)(width - count));
            }

            from = ref Unsafe.Add(ref from, rows.Step);
            to = ref Unsafe.Add(ref to, stride);
        }

        return width;
    }

    /// <summary>Throws unless every row lies inside its memory.</summary>
    private static void RequireInside<T>(ReadOnlySpan<T> source, BoxRows rows, Span<T> target, int stride, int width)
    {
        var last = rows.Count - 1;
        foreach (var start in rows.Starts)
        {
            _ = source.Slice(start, 2 * width);
            _ = source.Slice(checked(start + (last * rows.Step)), 2 * width);
        }

        _ = target[..width];
        _ = target.Slice(checked(last * stride), width);
    }
}
