using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Blosc.Zstd.Entropy;

/// <summary>Writes a bit stream, lowest bits first. Bits beyond the destination are counted but not written.</summary>
internal ref struct BitWriter(Span<byte> destination)
{
    private const int WordBits = 32;

    private readonly Span<byte> destination = destination;
    private ulong pending;
    private int pendingBits;
    private int length;

    /// <summary>Writes a number.</summary>
    /// <param name="value">Less than 2 to the power of <paramref name="bits"/>.</param>
    /// <param name="bits">At most 32.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(uint value, int bits)
    {
        pending |= (ulong)value << pendingBits;
        pendingBits += bits;
        if (pendingBits >= WordBits)
        {
            Put(sizeof(uint));
            pending >>= WordBits;
            pendingBits -= WordBits;
        }
    }

    /// <summary>Pads the current byte with zeros.</summary>
    public void Align() => pendingBits = (pendingBits + 7) & -8;

    /// <summary>Ends with a whole byte.</summary>
    /// <returns>The bytes written since the beginning, or 0 if they did not fit.</returns>
    public int Finish()
    {
        Put((pendingBits + 7) / 8);
        return length <= destination.Length ? length : 0;
    }

    /// <summary>Ends a backward stream: writes a 1, then zeros to the end of the byte.</summary>
    /// <returns>The bytes written since the beginning, or 0 if they did not fit.</returns>
    public int Close()
    {
        Write(1, 1);
        return Finish();
    }

    private void Put(int count)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)pending);
        bytes[..Math.Clamp(destination.Length - length, 0, count)].CopyTo(destination[Math.Min(length, destination.Length)..]);
        length += count;
    }
}
