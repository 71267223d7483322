using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OmeZarr.Tiff.Decompression;

/// <summary>
/// LZW (TIFF 6.0 section 13), and the older variant that LibTIFF wrote before 1993: codes begin at the lowest bit, and become longer one code later.
/// </summary>
/// <remarks>
/// An entry of the table has the first eight bytes of its string, so that short strings, which are most, are written without a branch. A longer string is copied from the output, where it lies since it was entered: it is
/// the string before, followed by the first byte of the next.
/// </remarks>
internal static class LzwDecoder
{
    private const int Clear = 256;
    private const int End = 257;
    private const int First = 258;
    private const int TableSize = 4096;
    private const int LastCode = TableSize - 1;
    private const int MaxWidth = 12;
    private const int StartBytes = 8;

    /// <summary>Decodes until the destination is full or the data ends.</summary>
    /// <returns>The number of bytes decoded.</returns>
    /// <exception cref="InvalidDataException">A code stands for no string.</exception>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination) =>
        IsOld(source) ? Decode<LowestBitFirst>(source, destination) : Decode<HighestBitFirst>(source, destination);

    // Both begin with the code 256 in 9 bits.
    private static bool IsOld(ReadOnlySpan<byte> source) => source.Length > 1 && source[0] == 0 && (source[1] & 1) == 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Decode<TOrder>(ReadOnlySpan<byte> source, Span<byte> destination)
        where TOrder : struct, IBitOrder
    {
        // The length is known here and codes have 12 bits, so that the table is read without checks.
        Span<Entry> table = stackalloc Entry[TableSize];
        for (var i = 0; i < Clear; i++)
        {
            table[i] = new Entry((ulong)i, 1, 0);
        }

        var (next, width, bit, written) = (First, 9, 0L, 0);
        var (last, bits) = (default(Entry), 8L * source.Length);
        while (written < destination.Length && bit + width <= bits)
        {
            var code = TOrder.Read(source, bit, width);
            bit += width;
            if (code is Clear or End)
            {
                if (code == End)
                {
                    break;
                }

                (next, width, last) = (First, 9, default);
                continue;
            }

            if (last.Length > 0 && next < TableSize)
            {
                // The last string and the first byte of this one, which may be the string that is being entered.
                table[next & LastCode] = last.With((byte)(code == next ? last : table[code & LastCode]).Start);
                next++;
                width += next >= (1 << width) - TOrder.EarlyChange && width < MaxWidth ? 1 : 0;
            }

            if (code >= next)
            {
                throw new InvalidDataException($"LZW code {code} at byte {bit / 8} stands for nothing");
            }

            var entry = table[code & LastCode];
            last = entry with { Place = written };
            written += Write(entry, destination, written);
        }

        return written;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Write(in Entry entry, Span<byte> destination, int at)
    {
        if (at > destination.Length - StartBytes - Vector128<byte>.Count)
        {
            return WriteEnd(entry, destination, at);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(destination.Slice(at, StartBytes), entry.Start);
        return entry.Length <= StartBytes ? entry.Length : WriteLong(entry, destination, at);
    }

    // Eight bytes are there. The others end at the latest with the first of these eight.
    private static int WriteLong(in Entry entry, Span<byte> destination, int at)
    {
        var length = Math.Min(entry.Length, destination.Length - at);
        if (at + length > destination.Length - Vector128<byte>.Count)
        {
            return WriteEnd(entry, destination, at);
        }

        ref var start = ref MemoryMarshal.GetReference(destination);
        for (var i = StartBytes; i < length; i += Vector128<byte>.Count)
        {
            Vector128.LoadUnsafe(ref start, (nuint)(entry.Place + i)).StoreUnsafe(ref start, (nuint)(at + i));
        }

        return length;
    }

    private static int WriteEnd(in Entry entry, Span<byte> destination, int at)
    {
        var length = Math.Min(entry.Length, destination.Length - at);
        for (var i = 0; i < length; i++)
        {
            destination[at + i] = i < StartBytes ? (byte)(entry.Start >> (8 * i)) : destination[entry.Place + i];
        }

        return length;
    }

    /// <summary>A string of the table.</summary>
    /// <param name="Start">Its first eight bytes, the first one lowest.</param>
    /// <param name="Length">Its length; 0 for no string.</param>
    /// <param name="Place">Where it lies in the output.</param>
    private readonly record struct Entry(ulong Start, int Length, int Place)
    {
        /// <summary>The string with one more byte.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Entry With(byte more) => new(Length < StartBytes ? Start | ((ulong)more << (8 * Length)) : Start, Length + 1, Place);
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
