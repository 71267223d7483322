using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zarr;

namespace OmeZarr.Tiff.Samples;

/// <summary>Turns samples of any number of bits into elements of a data type.</summary>
/// <param name="bits">Bits of a sample: 1 to 32; 16, 32 or 64 for complex integers.</param>
/// <param name="type">The type of the elements, which has room for the bits.</param>
/// <param name="isBigEndian">The byte order of samples of 24 bits and of complex integers. All others follow each other from the highest bit of a byte to the lowest, in files of both byte orders.</param>
/// <param name="mixed">The bits of each sample of a pixel, if they differ; null for other pages.</param>
internal readonly struct BitUnpacker(int bits, DataType type, bool isBigEndian, int[]? mixed = null)
{
    /// <summary>Fills <paramref name="destination"/> with the samples that begin at a bit of <paramref name="source"/>.</summary>
    public void Unpack(ReadOnlySpan<byte> source, long firstBit, Span<byte> destination)
    {
        if (type.Kind == DataTypeKind.Complex)
        {
            UnpackComplex(source[(int)(firstBit / 8)..], destination);
            return;
        }

        if (type == DataType.Float32)
        {
            Unpack24(source[(int)(firstBit / 8)..], MemoryMarshal.Cast<byte, uint>(destination));
            Float24.Widen(MemoryMarshal.Cast<byte, uint>(destination));
            return;
        }

        if (bits == 24 && !isBigEndian)
        {
            Unpack24(source[(int)(firstBit / 8)..], MemoryMarshal.Cast<byte, uint>(destination));
            ExtendSign(MemoryMarshal.Cast<byte, int>(destination));
            return;
        }

        switch (type.Size)
        {
            case 1:
                Unpack<byte>(source, firstBit, destination);
                break;
            case 2:
                Unpack<ushort>(source, firstBit, destination);
                break;
            default:
                Unpack<uint>(source, firstBit, destination);
                break;
        }
    }

    private void Unpack<T>(ReadOnlySpan<byte> source, long firstBit, Span<byte> destination)
        where T : unmanaged, INumberBase<T>
    {
        var values = MemoryMarshal.Cast<byte, T>(destination);
        if (mixed is not null)
        {
            UnpackMixed(source, firstBit, values, mixed);
            return;
        }

        var (position, shift) = (firstBit, 64 - bits);
        var isSigned = type.Kind == DataTypeKind.SignedInteger;
        for (var i = 0; i < values.Length; i++, position += bits)
        {
            var window = Window(source, (int)(position >> 3)) << (int)(position & 7);
            values[i] = isSigned ? T.CreateTruncating((long)window >> shift) : T.CreateTruncating(window >> shift);
        }
    }

    private void UnpackMixed<T>(ReadOnlySpan<byte> source, long firstBit, Span<T> values, int[] bitsOfSamples)
        where T : unmanaged, INumberBase<T>
    {
        var (position, isSigned) = (firstBit, type.Kind == DataTypeKind.SignedInteger);
        for (var i = 0; i < values.Length; i++)
        {
            var length = bitsOfSamples[i % bitsOfSamples.Length];
            var window = Window(source, (int)(position >> 3)) << (int)(position & 7);
            values[i] = isSigned ? T.CreateTruncating((long)window >> (64 - length)) : T.CreateTruncating(window >> (64 - length));
            position += length;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Window(ReadOnlySpan<byte> source, int start) =>
        start <= source.Length - 8 ? BinaryPrimitives.ReadUInt64BigEndian(source[start..]) : Tail(source[start..]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Tail(ReadOnlySpan<byte> rest)
    {
        var window = 0UL;
        for (var i = 0; i < rest.Length; i++)
        {
            window |= (ulong)rest[i] << (56 - (8 * i));
        }

        return window;
    }

    private void Unpack24(ReadOnlySpan<byte> source, Span<uint> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var bytes = source.Slice(3 * i, 3);
            values[i] = isBigEndian
                ? (uint)((bytes[0] << 16) | (bytes[1] << 8) | bytes[2])
                : (uint)((bytes[2] << 16) | (bytes[1] << 8) | bytes[0]);
        }
    }

    // Each half of a complex integer is a signed integer.
    private void UnpackComplex(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var size = bits / 16;
        var floats = MemoryMarshal.Cast<byte, float>(destination);
        var doubles = MemoryMarshal.Cast<byte, double>(destination);
        for (var i = 0; i < 2 * destination.Length / type.Size; i++)
        {
            var half = source.Slice(i * size, size);
            switch (size)
            {
                case 1:
                    floats[i] = (sbyte)half[0];
                    break;
                case 2:
                    floats[i] = isBigEndian ? BinaryPrimitives.ReadInt16BigEndian(half) : BinaryPrimitives.ReadInt16LittleEndian(half);
                    break;
                default:
                    doubles[i] = isBigEndian ? BinaryPrimitives.ReadInt32BigEndian(half) : BinaryPrimitives.ReadInt32LittleEndian(half);
                    break;
            }
        }
    }

    private void ExtendSign(Span<int> values)
    {
        for (var i = 0; type.Kind == DataTypeKind.SignedInteger && i < values.Length; i++)
        {
            values[i] = (values[i] << 8) >> 8;
        }
    }
}
