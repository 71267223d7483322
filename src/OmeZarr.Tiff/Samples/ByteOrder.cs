using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Zarr;

namespace OmeZarr.Tiff.Samples;

/// <summary>The order of bytes in samples, and of bits in bytes.</summary>
internal static class ByteOrder
{
    /// <summary>Converts samples from the byte order of the file to that of this machine.</summary>
    public static void ToNative(DataType type, bool isBigEndian, Span<byte> samples)
    {
        if (isBigEndian == BitConverter.IsLittleEndian)
        {
            Reverse(samples, type.ComponentSize);
        }
    }

    /// <summary>Reverses the bytes of each value of <paramref name="size"/> bytes.</summary>
    public static void Reverse(Span<byte> values, int size)
    {
        switch (size)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, ushort>(values);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var ints = MemoryMarshal.Cast<byte, uint>(values);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, ulong>(values);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }

    /// <summary>Reverses the bits of each byte.</summary>
    public static void ReverseBits(Span<byte> bytes)
    {
        foreach (ref var value in bytes)
        {
            // Three swaps of neighbouring bits, pairs and nibbles reverse a byte.
            var swapped = (byte)(((value & 0x55) << 1) | ((value >> 1) & 0x55));
            swapped = (byte)(((swapped & 0x33) << 2) | ((swapped >> 2) & 0x33));
            value = (byte)((swapped << 4) | (swapped >> 4));
        }
    }
}
