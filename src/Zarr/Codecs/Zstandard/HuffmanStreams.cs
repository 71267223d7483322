using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zarr.Codecs.Zstandard;

/// <summary>Encodes bytes with a Huffman code as four streams (RFC 8878, 4.2.2), each written from its last byte to its first.</summary>
/// <remarks>Two streams are written at a time, so that one does not wait for the other: 1.6 times as fast as one after the other.</remarks>
internal static class HuffmanStreams
{
    /// <summary>The fewest bytes that are cut into four streams.</summary>
    public const int MinLength = 64;

    /// <summary>Length of the table of stream lengths.</summary>
    public const int JumpTableLength = 6;

    private const int WordBits = 64;
    private const int Batch = 4;

    /// <summary>The codes of all bytes: the code in the highest bits, the number of its bits in the lowest eight.</summary>
    /// <param name="lengths">Bits of each byte.</param>
    /// <param name="codes">One entry for each byte, overwritten.</param>
    public static void AssignCodes(ReadOnlySpan<byte> lengths, Span<ulong> codes)
    {
        Span<int> sizes = stackalloc int[HuffmanLengths.Max + 2];
        sizes.Clear();
        foreach (var bits in lengths)
        {
            sizes[bits]++;
        }

        // The longest codes have the lowest numbers.
        Span<uint> next = stackalloc uint[HuffmanLengths.Max + 1];
        var first = 0u;
        for (var bits = HuffmanLengths.Max; bits > 0; bits--)
        {
            next[bits] = first;
            first = (first + (uint)sizes[bits]) >> 1;
        }

        for (var value = 0; value < lengths.Length; value++)
        {
            var bits = lengths[value];
            codes[value] = bits == 0 ? 0 : ((ulong)next[bits]++ << (WordBits - bits)) | bits;
        }
    }

    /// <summary>The most bytes that the streams of so many bytes take, including room to write whole words.</summary>
    public static int MaxLength(int length) => 4 * MaxStreamLength(StreamLength(length));

    /// <summary>Writes the table of lengths and the four streams.</summary>
    /// <param name="source">At least <see cref="MinLength"/> bytes.</param>
    /// <param name="codes">The codes of all bytes in the source.</param>
    /// <param name="destination">At least <see cref="JumpTableLength"/> and <see cref="MaxLength"/> bytes.</param>
    /// <returns>The bytes written.</returns>
    public static int Encode(ReadOnlySpan<byte> source, ReadOnlySpan<ulong> codes, Span<byte> destination)
    {
        var each = StreamLength(source.Length);
        var room = MaxStreamLength(each);
        var streams = destination[JumpTableLength..];
        var (first, second) = EncodePair(source[..each], source[each..(2 * each)], codes, streams[..room], streams.Slice(room, room));
        var (third, fourth) = EncodePair(source[(2 * each)..(3 * each)], source[(3 * each)..], codes, streams.Slice(2 * room, room), streams.Slice(3 * room, room));

        BinaryPrimitives.WriteUInt16LittleEndian(destination, (ushort)first);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], (ushort)second);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], (ushort)third);
        streams.Slice(room, second).CopyTo(streams[first..]);
        streams.Slice(2 * room, third).CopyTo(streams[(first + second)..]);
        streams.Slice(3 * room, fourth).CopyTo(streams[(first + second + third)..]);
        return JumpTableLength + first + second + third + fourth;
    }

    private static int StreamLength(int length) => (length + 3) / 4;

    private static int MaxStreamLength(int length) => (length * HuffmanLengths.Max / 8) + (2 * sizeof(ulong));

    private static (int First, int Second) EncodePair(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<ulong> codes, Span<byte> firstTo, Span<byte> secondTo)
    {
        var batches = Math.Min(first.Length, second.Length) / Batch;
        var one = EncodeEnd(first[(batches * Batch)..], codes, firstTo);
        var two = EncodeEnd(second[(batches * Batch)..], codes, secondTo);
        EncodeBatches(
            ref MemoryMarshal.GetReference(first),
            ref MemoryMarshal.GetReference(second),
            ref MemoryMarshal.GetReference(codes),
            batches,
            ref one,
            ref two);
        return (one.Close(firstTo), two.Close(secondTo));
    }

    private static StreamState EncodeEnd(ReadOnlySpan<byte> bytes, ReadOnlySpan<ulong> codes, Span<byte> destination)
    {
        var state = new StreamState(ref MemoryMarshal.GetReference(destination));
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            state.Add(codes[bytes[i]]);
            state.Flush();
        }

        return state;
    }

    // The states are copied, so that they can live in registers.
    private static void EncodeBatches(ref byte first, ref byte second, ref ulong code, int batches, ref StreamState firstState, ref StreamState secondState)
    {
        var one = firstState;
        var two = secondState;
        for (var at = (nint)(batches - 1) * Batch; at >= 0; at -= Batch)
        {
            one.AddFour(FourAt(ref Unsafe.Add(ref first, at)), ref code);
            two.AddFour(FourAt(ref Unsafe.Add(ref second, at)), ref code);
        }

        firstState = one;
        secondState = two;
    }

    private static uint FourAt(ref byte first)
    {
        var bytes = Unsafe.ReadUnaligned<uint>(ref first);
        return BitConverter.IsLittleEndian ? bytes : BinaryPrimitives.ReverseEndianness(bytes);
    }

    /// <summary>How far one stream is. Bounds are the caller's: <see cref="MaxStreamLength"/>.</summary>
    /// <remarks>
    /// The bits that wait are the highest ones, the first of them lowest. Adding a code moves them down by its length, for which a shift looks at no more than the lowest six
    /// bits of the entry. The entry's own low bits come along, but never so high that they would be written; nor do they disturb the sum of the lengths in its low byte.
    /// </remarks>
    private ref struct StreamState(ref byte at)
    {
        private ref byte at = ref at;
        private ulong pending;
        private ulong width;

        // At most 7 bits wait, and 4 codes of at most 11 come: 51, which leaves 13 for what is not to be written.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void AddFour(uint bytes, ref ulong code)
        {
            Add(Unsafe.Add(ref code, (nint)(bytes >> 24)));
            Add(Unsafe.Add(ref code, (nint)(byte)(bytes >> 16)));
            Add(Unsafe.Add(ref code, (nint)(byte)(bytes >> 8)));
            Add(Unsafe.Add(ref code, (nint)(byte)bytes));
            Flush();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(ulong entry)
        {
            pending = (pending >> (int)entry) | entry;
            width += entry;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Flush()
        {
            var bits = (int)(byte)width;
            var word = pending >> (WordBits - bits);
            Unsafe.WriteUnaligned(ref at, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
            at = ref Unsafe.Add(ref at, (nint)(bits >> 3));
            width = (ulong)(bits & 7);
        }

        public int Close(Span<byte> stream)
        {
            Add((1UL << (WordBits - 1)) | 1);
            Flush();
            return (int)Unsafe.ByteOffset(ref MemoryMarshal.GetReference(stream), ref at) + (width > 0 ? 1 : 0);
        }
    }
}
