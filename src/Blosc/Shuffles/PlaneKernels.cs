using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Blosc.Shuffles;

/// <summary>
/// Byte shuffle for elements of 2, 4, 8 and 16 bytes. The caller checks the bounds. Each method returns the number of elements it
/// processed, a multiple of the vector's width.
/// </summary>
/// <remarks>
/// All kernels are one network. 16 elements of n bytes lie in n registers. One round interleaves the first half of the
/// registers with the second half, which rotates the address of every byte left by one bit. The address consists of the element number (four
/// bits) and the byte number (log2 n bits). Four rounds exchange the two numbers, which is the shuffle; log2 n more rounds
/// undo it. The rounds are unrolled because registers cannot be indexed.
/// </remarks>
internal static class PlaneKernels<TLanes, TVector>
    where TLanes : struct, IByteTranspose<TVector>
    where TVector : unmanaged
{
    private const int LaneWidth = 16;

    /// <summary>Spreads elements over planes that begin <paramref name="stride"/> bytes after each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int ToPlanes(ReadOnlySpan<byte> elements, Span<byte> planes, int stride, int count, int typeSize)
    {
        if (!TLanes.IsSupported || typeSize is not (2 or 4 or 8 or 16))
        {
            return 0;
        }

        var done = 0;
        for (; done <= count - TLanes.Width; done += TLanes.Width)
        {
            ref var element = ref Unsafe.Add(ref MemoryMarshal.GetReference(elements), (nint)done * typeSize);
            ref var plane = ref Unsafe.Add(ref MemoryMarshal.GetReference(planes), done);
            switch (typeSize)
            {
                case 2: ToPlanes2(ref element, ref plane, stride); break;
                case 4: ToPlanes4(ref element, ref plane, stride); break;
                case 8: ToPlanes8(ref element, ref plane, stride); break;
                default: ToPlanes16(ref element, ref plane, stride); break;
            }
        }

        return done;
    }

    /// <summary>Collects elements from planes that begin <paramref name="stride"/> bytes after each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int FromPlanes(ReadOnlySpan<byte> planes, Span<byte> elements, int stride, int count, int typeSize)
    {
        if (!TLanes.IsSupported || typeSize is not (2 or 4 or 8 or 16))
        {
            return 0;
        }

        var done = 0;
        for (; done <= count - TLanes.Width; done += TLanes.Width)
        {
            ref var element = ref Unsafe.Add(ref MemoryMarshal.GetReference(elements), (nint)done * typeSize);
            ref var plane = ref Unsafe.Add(ref MemoryMarshal.GetReference(planes), done);
            switch (typeSize)
            {
                case 2: FromPlanes2(ref plane, stride, ref element); break;
                case 4: FromPlanes4(ref plane, stride, ref element); break;
                case 8: FromPlanes8(ref plane, stride, ref element); break;
                default: FromPlanes16(ref plane, stride, ref element); break;
            }
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ToPlanes2(ref byte element, ref byte plane, int stride)
    {
        TVector a = Part(ref element, 0, 2), b = Part(ref element, 1, 2);
        Round(ref a, ref b);
        Round(ref a, ref b);
        Round(ref a, ref b);
        Round(ref a, ref b);
        SetPlane(a, ref plane, 0, stride);
        SetPlane(b, ref plane, 1, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FromPlanes2(ref byte plane, int stride, ref byte element)
    {
        TVector a = Plane(ref plane, 0, stride), b = Plane(ref plane, 1, stride);
        Round(ref a, ref b);
        SetPart(a, ref element, 0, 2);
        SetPart(b, ref element, 1, 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ToPlanes4(ref byte element, ref byte plane, int stride)
    {
        TVector a = Part(ref element, 0, 4), b = Part(ref element, 1, 4), c = Part(ref element, 2, 4), d = Part(ref element, 3, 4);
        TwoRounds(ref a, ref b, ref c, ref d);
        TwoRounds(ref a, ref b, ref c, ref d);
        SetPlane(a, ref plane, 0, stride);
        SetPlane(b, ref plane, 1, stride);
        SetPlane(c, ref plane, 2, stride);
        SetPlane(d, ref plane, 3, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FromPlanes4(ref byte plane, int stride, ref byte element)
    {
        TVector a = Plane(ref plane, 0, stride), b = Plane(ref plane, 1, stride);
        TVector c = Plane(ref plane, 2, stride), d = Plane(ref plane, 3, stride);
        TwoRounds(ref a, ref b, ref c, ref d);
        SetPart(a, ref element, 0, 4);
        SetPart(b, ref element, 1, 4);
        SetPart(c, ref element, 2, 4);
        SetPart(d, ref element, 3, 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ToPlanes8(ref byte element, ref byte plane, int stride)
    {
        TVector a = Part(ref element, 0, 8), b = Part(ref element, 1, 8), c = Part(ref element, 2, 8), d = Part(ref element, 3, 8);
        TVector e = Part(ref element, 4, 8), f = Part(ref element, 5, 8), g = Part(ref element, 6, 8), h = Part(ref element, 7, 8);
        TwoRounds(ref a, ref c, ref e, ref g);
        TwoRounds(ref b, ref d, ref f, ref h);
        TwoRounds(ref a, ref e, ref b, ref f);
        TwoRounds(ref c, ref g, ref d, ref h);
        SetPlane(a, ref plane, 0, stride);
        SetPlane(e, ref plane, 1, stride);
        SetPlane(b, ref plane, 2, stride);
        SetPlane(f, ref plane, 3, stride);
        SetPlane(c, ref plane, 4, stride);
        SetPlane(g, ref plane, 5, stride);
        SetPlane(d, ref plane, 6, stride);
        SetPlane(h, ref plane, 7, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FromPlanes8(ref byte plane, int stride, ref byte element)
    {
        TVector a = Plane(ref plane, 0, stride), b = Plane(ref plane, 1, stride);
        TVector c = Plane(ref plane, 2, stride), d = Plane(ref plane, 3, stride);
        TVector e = Plane(ref plane, 4, stride), f = Plane(ref plane, 5, stride);
        TVector g = Plane(ref plane, 6, stride), h = Plane(ref plane, 7, stride);
        TwoRounds(ref a, ref c, ref e, ref g);
        TwoRounds(ref b, ref d, ref f, ref h);
        Round(ref a, ref b);
        Round(ref c, ref d);
        Round(ref e, ref f);
        Round(ref g, ref h);
        SetPart(a, ref element, 0, 8);
        SetPart(b, ref element, 1, 8);
        SetPart(c, ref element, 2, 8);
        SetPart(d, ref element, 3, 8);
        SetPart(e, ref element, 4, 8);
        SetPart(f, ref element, 5, 8);
        SetPart(g, ref element, 6, 8);
        SetPart(h, ref element, 7, 8);
    }

    // AVX2 has too few registers for sixteen vectors and temporaries, so the vectors go to the stack after two rounds.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToPlanes16(ref byte element, ref byte plane, int stride)
    {
        Span<TVector> rest = stackalloc TVector[16];
        for (var i = 0; i < 4; i++)
        {
            TVector a = Part(ref element, i, 16), b = Part(ref element, i + 4, 16);
            TVector c = Part(ref element, i + 8, 16), d = Part(ref element, i + 12, 16);
            TwoRounds(ref a, ref b, ref c, ref d);
            (rest[4 * i], rest[(4 * i) + 1], rest[(4 * i) + 2], rest[(4 * i) + 3]) = (a, b, c, d);
        }

        for (var i = 0; i < 4; i++)
        {
            var (a, b, c, d) = (rest[i], rest[i + 4], rest[i + 8], rest[i + 12]);
            TwoRounds(ref a, ref b, ref c, ref d);
            SetPlane(a, ref plane, 4 * i, stride);
            SetPlane(b, ref plane, (4 * i) + 1, stride);
            SetPlane(c, ref plane, (4 * i) + 2, stride);
            SetPlane(d, ref plane, (4 * i) + 3, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FromPlanes16(ref byte plane, int stride, ref byte element)
    {
        Span<TVector> rest = stackalloc TVector[16];
        for (var i = 0; i < 4; i++)
        {
            TVector a = Plane(ref plane, i, stride), b = Plane(ref plane, i + 4, stride);
            TVector c = Plane(ref plane, i + 8, stride), d = Plane(ref plane, i + 12, stride);
            TwoRounds(ref a, ref b, ref c, ref d);
            (rest[4 * i], rest[(4 * i) + 1], rest[(4 * i) + 2], rest[(4 * i) + 3]) = (a, b, c, d);
        }

        for (var i = 0; i < 4; i++)
        {
            var (a, b, c, d) = (rest[i], rest[i + 4], rest[i + 8], rest[i + 12]);
            TwoRounds(ref a, ref b, ref c, ref d);
            SetPart(a, ref element, 4 * i, 16);
            SetPart(b, ref element, (4 * i) + 1, 16);
            SetPart(c, ref element, (4 * i) + 2, 16);
            SetPart(d, ref element, (4 * i) + 3, 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref TVector a, ref TVector b)
    {
        var low = TLanes.InterleaveLow(a, b);
        b = TLanes.InterleaveHigh(a, b);
        a = low;
    }

    // Two rounds map four registers to four others, independent of the rest: i, i + n/4, i + n/2 and i + 3n/4 become 4i to
    // 4i + 3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwoRounds(ref TVector a, ref TVector b, ref TVector c, ref TVector d)
    {
        var ac = TLanes.InterleaveLow(a, c);
        var acHigh = TLanes.InterleaveHigh(a, c);
        var bd = TLanes.InterleaveLow(b, d);
        var bdHigh = TLanes.InterleaveHigh(b, d);
        a = TLanes.InterleaveLow(ac, bd);
        b = TLanes.InterleaveHigh(ac, bd);
        c = TLanes.InterleaveLow(acHigh, bdHigh);
        d = TLanes.InterleaveHigh(acHigh, bdHigh);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Part(ref byte element, int part, int typeSize) =>
        TLanes.LoadLanes(ref Unsafe.Add(ref element, part * LaneWidth), (nuint)(typeSize * LaneWidth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetPart(TVector vector, ref byte element, int part, int typeSize) =>
        TLanes.StoreLanes(vector, ref Unsafe.Add(ref element, part * LaneWidth), (nuint)(typeSize * LaneWidth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Plane(ref byte plane, int number, int stride) => TLanes.Load(ref Unsafe.Add(ref plane, (nint)number * stride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetPlane(TVector vector, ref byte plane, int number, int stride) =>
        TLanes.Store(vector, ref Unsafe.Add(ref plane, (nint)number * stride));
}
