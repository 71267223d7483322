using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Zarr;

/// <summary>
/// Copies and fills rows that lie apart in large arrays, where most of the time goes by waiting for memory. Rows are asked for some time before they are needed; and what is too much for the
/// caches anyway is written past them, which spares the processor reading what it overwrites.
/// </summary>
/// <remarks>The only file with pointers: nothing else can ask for memory or write past the caches (decision 22). What is copied does not depend on either.</remarks>
internal static unsafe class RowMover
{
    private const int Line = 64;

    /// <summary>How far ahead rows are asked for, in bytes of rows. Twice or four times as far was slower.</summary>
    private const int Ahead = 4096;

    /// <summary>Shorter rows have hardly a whole line that can be written past the caches.</summary>
    private const int MinPastCaches = 2 * Line;

    /// <summary>Copies rows. All of them must lie in memory of the caller; source and destination must not overlap.</summary>
    /// <param name="source">The first row.</param>
    /// <param name="sourceStride">Bytes from one row to the next.</param>
    /// <param name="destination">Where the first row goes.</param>
    /// <param name="destinationStride">Bytes from one row to the next.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="length">Bytes of a row.</param>
    /// <param name="pastCaches">Whether the destination is written past the caches. Other threads see it after <see cref="Fence"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Copy(ref byte source, nint sourceStride, ref byte destination, nint destinationStride, nint count, nint length, bool pastCaches)
    {
        // Pinned, because lines are told by addresses.
        fixed (byte* firstSource = &source, firstDestination = &destination)
        {
            byte* from = firstSource, to = firstDestination;
            var passes = pastCaches && Sse2.IsSupported && length >= MinPastCaches;
            var ahead = Sse.IsSupported && length >= Line ? Math.Max(1, Ahead / length) : count;
            var (asksForSource, asksForDestination) = (sourceStride != length, destinationStride != length && !passes);
            for (nint i = 0; i < count; i++, from += sourceStride, to += destinationStride)
            {
                if (asksForSource && i + ahead < count)
                {
                    AskFor(from + (ahead * sourceStride), length);
                }

                if (asksForDestination && i + ahead < count)
                {
                    AskFor(to + (ahead * destinationStride), length);
                }

                if (passes)
                {
                    CopyPastCaches(from, to, length);
                }
                else
                {
                    Buffer.MemoryCopy(from, to, length, length);
                }
            }
        }
    }

    /// <summary>Fills bytes with a value, past the caches. Other threads see it after <see cref="Fence"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FillPastCaches(Span<byte> bytes, byte value)
    {
        fixed (byte* start = bytes)
        {
            byte* at = start, end = start + bytes.Length;
            if (Sse2.IsSupported && bytes.Length >= MinPastCaches)
            {
                at = LineAt(start);
                new Span<byte>(start, (int)(at - start)).Fill(value);
                for (; at + Line <= end; at += Line)
                {
                    StorePastCaches(Vector512.Create(value), at);
                }
            }

            new Span<byte>(at, (int)(end - at)).Fill(value);
        }
    }

    /// <summary>Makes what was written past the caches visible to other threads before anything that is written after it.</summary>
    internal static void Fence()
    {
        if (Sse.IsSupported)
        {
            Sse.StoreFence();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AskFor(byte* row, nint length)
    {
        for (var line = (byte*)((nint)row & -Line); line < row + length; line += Line)
        {
            Sse.Prefetch0(line);
        }
    }

    // What is left before and behind whole lines is written as usual, and nothing of these lines: a line that is written both ways takes ten times as long.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyPastCaches(byte* from, byte* to, nint length)
    {
        var at = (nint)(LineAt(to) - to);
        Unsafe.CopyBlockUnaligned(to, from, (uint)at);
        for (; at + Line <= length; at += Line)
        {
            StorePastCaches(Vector512.Load(from + at), to + at);
        }

        Unsafe.CopyBlockUnaligned(to + at, from + at, (uint)(length - at));
    }

    private static byte* LineAt(byte* address) => (byte*)(((nint)address + Line - 1) & -Line);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePastCaches(Vector512<byte> line, byte* to)
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
