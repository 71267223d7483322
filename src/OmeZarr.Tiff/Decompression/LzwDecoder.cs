using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OmeZarr.Tiff.Decompression;

/// <summary>
/// LZW (TIFF 6.0 section 13), and the older variant that LibTIFF wrote before 1993: codes begin at the lowest bit, and become longer one code later.
/// </summary>
/// <remarks>
/// Every string of the table lies contiguously in the output: it is the string before, followed by the first byte of the next. So the table holds positions in the output, not bytes.
/// </remarks>
internal static class LzwDecoder
{
    private const int Clear = 256;
    private const int End = 257;
    private const int First = 258;
    private const int TableSize = 4096;
    private const int MaxWidth = 12;

    /// <summary>Decodes until the destination is full or the data ends.</summary>
    /// <returns>The number of bytes decoded.</returns>
    /// <exception cref="InvalidDataException">A code stands for no string.</exception>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var table = ArrayPool<long>.Shared.Rent(TableSize);
        try
        {
            return IsOld(source) ? Decode<LowestBitFirst>(source, destination, table) : Decode<HighestBitFirst>(source, destination, table);
        }
        finally
        {
            ArrayPool<long>.Shared.Return(table);
        }
    }

    // Both begin with the code 256 in 9 bits.
    private static bool IsOld(ReadOnlySpan<byte> source) => source.Length > 1 && source[0] == 0 && (source[1] & 1) == 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Decode<TOrder>(ReadOnlySpan<byte> source, Span<byte> destination, long[] table)
        where TOrder : struct, IBitOrder
    {
        var (next, width, bit) = (First, 9, 0L);
        var (written, lastLength) = (0, 0);
        while (written < destination.Length && bit + width <= 8L * source.Length)
        {
            var code = TOrder.Read(source, bit, width);
            bit += width;
            if (code is Clear or End)
            {
                if (code == End)
                {
                    break;
                }

                (next, width, lastLength) = (First, 9, 0);
                continue;
            }

            if (lastLength > 0 && next < TableSize)
            {
                // The last string and the byte that is written next.
                table[next++] = ((long)(written - lastLength) << 32) | (uint)(lastLength + 1);
                width += next >= (1 << width) - TOrder.EarlyChange && width < MaxWidth ? 1 : 0;
            }

            if (code < Clear)
            {
                destination[written++] = (byte)code;
                lastLength = 1;
            }
            else
            {
                var entry = code < next ? table[code] : throw new InvalidDataException($"LZW code {code} at byte {bit / 8} stands for nothing");
                lastLength = Math.Min((int)entry, destination.Length - written);
                Copy(destination, (int)(entry >> 32), written, lastLength);
                written += lastLength;
            }
        }

        return written;
    }

    // The source ends at the latest with the first byte of the target.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(Span<byte> bytes, int source, int target, int length)
    {
        if (target + length + Vector128<byte>.Count <= bytes.Length)
        {
            ref var start = ref MemoryMarshal.GetReference(bytes);
            for (var i = 0; i < length; i += Vector128<byte>.Count)
            {
                Vector128.LoadUnsafe(ref start, (nuint)(source + i)).StoreUnsafe(ref start, (nuint)(target + i));
            }

            // It may be the byte that has just been written.
            bytes[target + length - 1] = bytes[source + length - 1];
            return;
        }

        for (var i = 0; i < length; i++)
        {
            bytes[target + i] = bytes[source + i];
        }
    }

    private interface IBitOrder
    {
        static abstract int EarlyChange { get; }

        static abstract int Read(ReadOnlySpan<byte> source, long bit, int width);
    }

    private readonly struct HighestBitFirst : IBitOrder
    {
        public static int EarlyChange => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static int Read(ReadOnlySpan<byte> source, long bit, int width)
        {
            var start = (int)(bit >> 3);
            var window = start <= source.Length - 4 ? BinaryPrimitives.ReadUInt32BigEndian(source[start..]) : Tail(source[start..]).Big;
            return (int)((window << ((int)bit & 7)) >> (32 - width));
        }
    }

    private readonly struct LowestBitFirst : IBitOrder
    {
        public static int EarlyChange => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static int Read(ReadOnlySpan<byte> source, long bit, int width)
        {
            var start = (int)(bit >> 3);
            var window = start <= source.Length - 4 ? BinaryPrimitives.ReadUInt32LittleEndian(source[start..]) : Tail(source[start..]).Little;
            return (int)(window >> ((int)bit & 7)) & ((1 << width) - 1);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (uint Big, uint Little) Tail(ReadOnlySpan<byte> rest)
    {
        var little = 0u;
        for (var i = 0; i < rest.Length; i++)
        {
            little |= (uint)rest[i] << (8 * i);
        }

        return (BinaryPrimitives.ReverseEndianness(little), little);
    }
}
