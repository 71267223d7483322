using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Zarr;

namespace OmeZarr.Tiff.Samples;

/// <summary>Reverses the predictors of TIFF (TIFF 6.0 section 14, TIFF Technical Note 3).</summary>
internal static class Predictors
{
    /// <summary>Predictor 2: each row stores the differences between the samples of neighbouring pixels.</summary>
    public static void UndoHorizontal(Span<byte> block, int rowBytes, int samples, int size)
    {
        for (; !block.IsEmpty; block = block[rowBytes..])
        {
            var row = block[..rowBytes];
            switch (size)
            {
                case 1:
                    Accumulate(row, samples);
                    break;
                case 2:
                    Accumulate(MemoryMarshal.Cast<byte, ushort>(row), samples);
                    break;
                case 4:
                    Accumulate(MemoryMarshal.Cast<byte, uint>(row), samples);
                    break;
                default:
                    Accumulate(MemoryMarshal.Cast<byte, ulong>(row), samples);
                    break;
            }
        }
    }

    /// <summary>Undoes the overflow of sums of differences that were stored in fewer bits than an element has.</summary>
    public static void KeepLowBits(Span<byte> elements, int bits, DataType type)
    {
        switch (type.Size)
        {
            case 1:
                KeepLowBits(MemoryMarshal.Cast<byte, sbyte>(elements), elements, bits, type);
                break;
            case 2:
                KeepLowBits(MemoryMarshal.Cast<byte, short>(elements), MemoryMarshal.Cast<byte, ushort>(elements), bits, type);
                break;
            default:
                KeepLowBits(MemoryMarshal.Cast<byte, int>(elements), MemoryMarshal.Cast<byte, uint>(elements), bits, type);
                break;
        }
    }

    private static void KeepLowBits<TSigned, TUnsigned>(Span<TSigned> signed, Span<TUnsigned> unsigned, int bits, DataType type)
        where TSigned : unmanaged, IShiftOperators<TSigned, int, TSigned>
        where TUnsigned : unmanaged, IShiftOperators<TUnsigned, int, TUnsigned>
    {
        var shift = (8 * type.Size) - bits;
        for (var i = 0; type.Kind == DataTypeKind.SignedInteger && i < signed.Length; i++)
        {
            signed[i] = (signed[i] << shift) >> shift;
        }

        for (var i = 0; type.Kind == DataTypeKind.UnsignedInteger && i < unsigned.Length; i++)
        {
            unsigned[i] = (unsigned[i] << shift) >> shift;
        }
    }

    /// <summary>Predictor 3: each row stores the differences of its bytes, sorted by significance, highest first.</summary>
    public static void UndoFloat(Span<byte> block, int rowBytes, int samples, int size)
    {
        var planes = ArrayPool<byte>.Shared.Rent(rowBytes);
        for (; !block.IsEmpty; block = block[rowBytes..])
        {
            var row = block[..rowBytes];
            Accumulate(row, samples);
            row.CopyTo(planes);
            Interleave(planes.AsSpan(0, rowBytes), row, size);
        }

        ArrayPool<byte>.Shared.Return(planes);
    }

    private static void Accumulate<T>(Span<T> row, int samples)
        where T : unmanaged, IAdditionOperators<T, T, T>
    {
        for (var i = samples; i < row.Length; i++)
        {
            row[i] = unchecked(row[i] + row[i - samples]);
        }
    }

    private static void Interleave(ReadOnlySpan<byte> planes, Span<byte> row, int size)
    {
        var count = row.Length / size;
        for (var plane = 0; plane < size; plane++)
        {
            var target = BitConverter.IsLittleEndian ? size - 1 - plane : plane;
            var source = planes.Slice(plane * count, count);
            for (var i = 0; i < source.Length; i++)
            {
                row[(i * size) + target] = source[i];
            }
        }
    }
}
