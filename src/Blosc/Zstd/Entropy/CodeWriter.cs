using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Blosc.Zstd.Entropy;

/// <summary>Writes one Huffman stream. Checks no bounds: the caller provides <see cref="HuffmanStreams.MaxLength"/> bytes.</summary>
/// <remarks>
/// Pending bits are the highest bits of the state, the first of them lowest. Adding a code shifts them down by its length, which a shift takes from the lowest six
/// bits of the entry. The low bits of the entry are added too, but never reach the bits that are written, nor disturb the sum of the lengths in the low byte.
/// </remarks>
internal ref struct CodeWriter(ref byte at)
{
    private ref byte at = ref at;
    private ulong pending;
    private ulong width;

    /// <summary>Adds one entry of <see cref="HuffmanStreams.AssignCodes"/>, or several joined entries: at most 44 bits before each <see cref="Flush"/>. With up to 7 pending bits,
    /// these are 51, which leaves 13 bits that are never written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong entry)
    {
        pending = (pending >> (int)entry) | entry;
        width += entry;
    }

    /// <summary>Adds the codes of four bytes, the last of them first, and writes them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddFour(ref byte bytes, ref ulong code)
    {
        var last = Unsafe.Add(ref code, (nint)Unsafe.Add(ref bytes, 3));
        var third = Unsafe.Add(ref code, (nint)Unsafe.Add(ref bytes, 2));
        var second = Unsafe.Add(ref code, (nint)Unsafe.Add(ref bytes, 1));
        var first = Unsafe.Add(ref code, (nint)bytes);
        var before = second + first;
        var pair = (last >> (int)third) | third;
        var other = (second >> (int)first) | first;
        pair = (pair >> (int)before) | other;
        before += third + last;
        pending = (pending >> (int)before) | pair;
        width += before;
        Flush();
    }

    /// <summary>Writes a word with all pending bits, and keeps those of the last, incomplete byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Flush()
    {
        // A shift by 64 minus the width: a shift uses the lowest six bits only, and at least one bit is pending.
        var word = pending >> -(int)width;
        Unsafe.WriteUnaligned(ref at, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        at = ref Unsafe.Add(ref at, (nuint)((uint)(byte)width >> 3));
        width &= 7;
    }

    /// <summary>Ends the stream: a 1, then zeros to the end of the byte.</summary>
    /// <param name="stream">The start of the stream.</param>
    /// <returns>Length of the stream in bytes.</returns>
    public int Close(Span<byte> stream)
    {
        Add((1UL << 63) | 1);
        Flush();
        return (int)Unsafe.ByteOffset(ref MemoryMarshal.GetReference(stream), ref at) + (width > 0 ? 1 : 0);
    }
}
