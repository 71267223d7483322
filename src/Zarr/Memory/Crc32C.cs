using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Zarr;

/// <summary>CRC-32C (Castagnoli; RFC 3720): reflected polynomial 82F63B78, initial value and final xor FFFFFFFF.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of some bytes.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The checksum of bytes that come in parts.</summary>
    /// <param name="checksum">The checksum of the earlier parts; 0 if there are none.</param>
    /// <param name="bytes">The next part.</param>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var crc = ~checksum;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, rest);
        }

        return ~crc;
    }
}
