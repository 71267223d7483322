using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Zarr;

/// <summary>
/// Copies and fills rows that lie apart in large arrays, where most of the time is spent waiting for memory. Rows are prefetched. Destinations larger than the caches are written with
/// non-temporal stores, so the processor need not read the lines that it overwrites.
/// </summary>
/// <remarks>The only file with pointers: .NET offers prefetches and non-temporal stores for pointers only (decision 22). Neither changes the copied bytes.</remarks>
internal static unsafe class StreamingCopy
{
    private const int Line = 64;

    /// <summary>Prefetch distance, in bytes of rows. Twice and four times this distance were slower.</summary>
    private const int PrefetchDistance = 4096;

    /// <summary>Shorter rows hold hardly a whole cache line for a non-temporal store.</summary>
    private const int MinNonTemporal = 2 * Line;

    /// <summary>Copies rows. Every row must lie inside the caller's memory; source and destination must not overlap.</summary>
    /// <param name="source">The first row.</param>
    /// <param name="sourceStride">Bytes from one row to the next.</param>
    /// <param name="destination">Destination of the first row.</param>
    /// <param name="destinationStride">Bytes from one row to the next.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="length">Bytes of a row.</param>
    /// <param name="nonTemporal">Whether to use non-temporal stores. Other threads see the bytes after <see cref="Fence"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void CopyRows(ref byte source, nint sourceStride, ref byte destination, nint destinationStride, nint count, nint length, bool nonTemporal)
    {
        // Pinned, because cache lines are aligned by address.
        fixed (byte* firstSource = &source, firstDestination = &destination)
        {
            byte* from = firstSource, to = firstDestination;
            var isNonTemporal = nonTemporal && Sse2.IsSupported && length >= MinNonTemporal;
            var ahead = Sse.IsSupported && length >= Line ? Math.Max(1, PrefetchDistance / length) : count;
            var (prefetchesSource, prefetchesDestination) = (sourceStride != length, destinationStride != length && !isNonTemporal);
            for (nint i = 0; i < count; i++, from += sourceStride, to += destinationStride)
            {
                if (prefetchesSource && i + ahead < count)
                {
                    Prefetch(from + (ahead * sourceStride), length);
                }

                if (prefetchesDestination && i + ahead < count)
                {
                    Prefetch(to + (ahead * destinationStride), length);
                }

                if (isNonTemporal)
                {
                    CopyNonTemporal(from, to, length);
                }
                else
                {
                    Buffer.MemoryCopy(from, to, length, length);
                }
            }
        }
    }

    /// <summary>Fills bytes with a value by non-temporal stores. Other threads see the bytes after <see cref="Fence"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Fill(Span<byte> bytes, byte value)
    {
        fixed (byte* start = bytes)
        {
            byte* at = start, end = start + bytes.Length;
            if (Sse2.IsSupported && bytes.Length >= MinNonTemporal)
            {
                at = NextLine(start);
                new Span<byte>(start, (int)(at - start)).Fill(value);
                for (; at + Line <= end; at += Line)
                {
                    StoreNonTemporal(Vector512.Create(value), at);
                }
            }

            new Span<byte>(at, (int)(end - at)).Fill(value);
        }
    }

    /// <summary>Makes earlier non-temporal stores visible to other threads before any later store.</summary>
    internal static void Fence()
    {
        if (Sse.IsSupported)
        {
            Sse.StoreFence();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(byte* row, nint length)
    {
        for (var line = (byte*)((nint)row & -Line); line < row + length; line += Line)
        {
            Sse.Prefetch0(line);
        }
    }

    // Ordinary stores write the bytes before and after the whole lines, and never touch a whole line: a line that is written both ways takes ten times as long.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyNonTemporal(byte* from, byte* to, nint length)
    {
        var at = (nint)(NextLine(to) - to);
        Unsafe.CopyBlockUnaligned(to, from, (uint)at);
        for (; at + Line <= length; at += Line)
        {
            StoreNonTemporal(Vector512.Load(from + at), to + at);
        }

        Unsafe.CopyBlockUnaligned(to + at, from + at, (uint)(length - at));
    }

    private static byte* NextLine(byte* address) => (byte*)(((nint)address + Line - 1) & -Line);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreNonTemporal(Vector512<byte> line, byte* to)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            line.StoreAlignedNonTemporal(to);
        }
        else
        {
            line.GetLower().GetLower().StoreAlignedNonTemporal(to);
            line.GetLower().GetUpper().StoreAlignedNonTemporal(to + 16);
            line.GetUpper().GetLower().StoreAlignedNonTemporal(to + 32);
            line.GetUpper().GetUpper().StoreAlignedNonTemporal(to + 48);
        }
    }
}
