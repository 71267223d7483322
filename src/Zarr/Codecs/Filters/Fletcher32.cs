using System.Buffers.Binary;

namespace Zarr.Codecs.Filters;

/// <summary>Fletcher's checksum of 32 bits, as HDF5 and netCDF have it: words of 16 bits, big endian, a last odd byte being the upper half of a word.</summary>
internal static class Fletcher32
{
    // The most words after which neither sum has left 32 bits.
    private const int LongestRun = 360;

    /// <summary>The checksum of some bytes.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var (low, high) = (0u, 0u);
        for (; bytes.Length >= sizeof(ushort); (low, high) = (Fold(low), Fold(high)))
        {
            var run = Math.Min(LongestRun, bytes.Length / sizeof(ushort));
            for (var i = 0; i < run; i++)
            {
                low += BinaryPrimitives.ReadUInt16BigEndian(bytes[(i * sizeof(ushort))..]);
                high += low;
            }

            bytes = bytes[(run * sizeof(ushort))..];
        }

        if (!bytes.IsEmpty)
        {
            low += (uint)bytes[0] << 8;
            high += low;
            (low, high) = (Fold(low), Fold(high));
        }

        return (Fold(high) << 16) | Fold(low);
    }

    // Modulo 65535, but with both 0 and 65535 for nothing, which the stored checksums keep apart.
    private static uint Fold(uint sum) => (sum & 0xFFFF) + (sum >> 16);
}
