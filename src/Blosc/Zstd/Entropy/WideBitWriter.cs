using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Blosc.Zstd.Entropy;

/// <summary>Writes a bit stream, lowest bits first, a word at a time. Checks no bounds: the caller provides room for a word beyond the stream.</summary>
internal ref struct WideBitWriter(Span<byte> destination)
{
    private readonly Span<byte> destination = destination;
    private ulong pending;
    private int width;
    private int length;

    /// <summary>Adds the lowest bits of a number. At most 57 may be added between flushes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong value, int bits)
    {
        pending |= (value & ((1UL << bits) - 1)) << width;
        width += bits;
    }

    /// <summary>Writes the bytes that are complete.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Flush()
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination[length..], pending);
        length += width >> 3;
        pending >>= width & ~7;
        width &= 7;
    }

    /// <summary>Ends a backward stream: writes a 1, then zeros to the end of the byte.</summary>
    /// <returns>The bytes written since the beginning.</returns>
    public int Close()
    {
        Add(1, 1);
        Flush();
        return length + (width > 0 ? 1 : 0);
    }
}
