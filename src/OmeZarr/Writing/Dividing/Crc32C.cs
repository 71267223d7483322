using System.Numerics;
using System.Runtime.InteropServices;

namespace OmeZarr.Writing.Dividing;

/// <summary>The checksum CRC-32C (RFC 3720) of bytes that come in parts.</summary>
internal static class Crc32C
{
    /// <summary>The state before the first byte.</summary>
    internal const uint Start = uint.MaxValue;

    /// <summary>The state after more bytes.</summary>
    internal static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            state = BitOperations.Crc32C(state, BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
        {
            state = BitOperations.Crc32C(state, rest);
        }

        return state;
    }

    /// <summary>The checksum of all bytes.</summary>
    internal static uint End(uint state) => ~state;

    /// <summary>The checksum of bytes.</summary>
    internal static uint Of(ReadOnlySpan<byte> bytes) => End(Append(Start, bytes));
}
