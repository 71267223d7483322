using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Blosc.Zstd.Entropy;

/// <summary>Writes one Huffman stream. Checks no bounds: the caller provides <see cref="HuffmanStreams.MaxLength"/> bytes.</summary>
/// <remarks>
/// The bits that wait are the highest ones, the first of them lowest. Adding a code moves them down by its length, for which a shift looks at no more than the lowest six
/// bits of the entry. The entry's own low bits come along, but never so high that they would be written; nor do they disturb the sum of the lengths in its low byte.
/// </remarks>
internal ref struct CodeWriter(ref byte at)
{
    private ref byte at = ref at;
    private ulong pending;
    private ulong width;

    /// <summary>Adds one entry of <see cref="HuffmanStreams.AssignCodes"/>, or several that were made one: at most 44 bits before each <see cref="Flush"/>. With the 7 bits
    /// that may wait these are 51, which leaves 13 for what is not to be written.</summary>
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

    /// <summary>Writes a word with all bits that wait, and keeps those of the last byte that is not full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Flush()
    {
        // A shift by 64 less the width: it looks at the lowest six bits only, and at least one bit waits.
        var word = pending >> -(int)width;
        Unsafe.WriteUnaligned(ref at, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        at = ref Unsafe.Add(ref at, (nuint)((uint)(byte)width >> 3));
        width &= 7;
    }

    /// <summary>Ends the stream: a 1, then zeros to the end of the byte.</summary>
    /// <param name="stream">Where it was begun.</param>
    /// <returns>Its bytes.</returns>
    public int Close(Span<byte> stream)
    {
        Add((1UL << 63) | 1);
        Flush();
        return (int)Unsafe.ByteOffset(ref MemoryMarshal.GetReference(stream), ref at) + (width > 0 ? 1 : 0);
    }
}
