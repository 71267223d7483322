using System.Numerics;
using System.Runtime.CompilerServices;

namespace OmeZarr.Pyramids.Kernels;

/// <summary>Sorts the elements at the same position of several vectors by networks of minima and maxima. NaN must be treated apart.</summary>
internal static class SortedVectors
{
    /// <summary>The elements of four vectors, the smallest in the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector<T> A, Vector<T> B, Vector<T> C, Vector<T> D) Sort<T>(Vector<T> a, Vector<T> b, Vector<T> c, Vector<T> d)
    {
        (a, b) = Order(a, b);
        (c, d) = Order(c, d);
        (a, c) = Order(a, c);
        (b, d) = Order(b, d);
        (b, c) = Order(b, c);
        return (a, b, c, d);
    }

    /// <summary>The sorted elements of two groups that are sorted: the lower and the upper half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ((Vector<T> A, Vector<T> B, Vector<T> C, Vector<T> D) Lower, (Vector<T> A, Vector<T> B, Vector<T> C, Vector<T> D) Upper) Merge<T>(
        (Vector<T> A, Vector<T> B, Vector<T> C, Vector<T> D) left, (Vector<T> A, Vector<T> B, Vector<T> C, Vector<T> D) right)
    {
        // Of an ascending and a descending half, the smaller elements rise and fall, too, and so do the greater ones.
        var (a, h) = Order(left.A, right.D);
        var (b, g) = Order(left.B, right.C);
        var (c, f) = Order(left.C, right.B);
        var (d, e) = Order(left.D, right.A);
        return (SortBitonic(a, b, c, d), SortBitonic(e, f, g, h));
    }

    /// <summary>The two elements in the middle of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector<T> Low, Vector<T> High) Middle<T>(Vector<T> a, Vector<T> b, Vector<T> c, Vector<T> d)
    {
        ((a, b), (c, d)) = (Order(a, b), Order(c, d));
        return (Vector.MaxNative(a, c), Vector.MinNative(b, d));
    }

    /// <summary>The two elements in the middle of two groups that are sorted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector<T> Low, Vector<T> High) Middle<T>((Vector<T> A, Vector<T> B, Vector<T> C, Vector<T> D) left, (Vector<T> A, Vector<T> B, Vector<T> C, Vector<T> D) right)
    {
        var (a, h) = Order(left.A, right.D);
        var (b, g) = Order(left.B, right.C);
        var (c, f) = Order(left.C, right.B);
        var (d, e) = Order(left.D, right.A);
        return (Vector.MaxNative(Vector.MaxNative(a, b), Vector.MaxNative(c, d)), Vector.MinNative(Vector.MinNative(e, f), Vector.MinNative(g, h)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<T> A, Vector<T> B, Vector<T> C, Vector<T> D) SortBitonic<T>(Vector<T> a, Vector<T> b, Vector<T> c, Vector<T> d)
    {
        ((a, c), (b, d)) = (Order(a, c), Order(b, d));
        ((a, b), (c, d)) = (Order(a, b), Order(c, d));
        return (a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<T> Low, Vector<T> High) Order<T>(Vector<T> left, Vector<T> right) => (Vector.MinNative(left, right), Vector.MaxNative(left, right));
}
