namespace Blosc.Shuffles;

/// <summary>
/// The shuffles in plain code, exactly as the format defines them (README_CHUNK_FORMAT of c-blosc). The fast implementations are tested against it and use it for remainders.
/// </summary>
internal static class ReferenceShuffle
{
    /// <summary>Byte <c>j</c> of element <c>i</c> goes to place <c>i</c> of plane <c>j</c>; an incomplete element at the end stays in place.</summary>
    public static void ByteShuffle(ReadOnlySpan<byte> source, Span<byte> destination, int typeSize)
    {
        var count = source.Length / typeSize;
        ToPlanes(source, destination, count, 0, count, typeSize);
        source[(count * typeSize)..].CopyTo(destination[(count * typeSize)..]);
    }

    /// <summary>Undoes <see cref="ByteShuffle"/>.</summary>
    public static void ByteUnshuffle(ReadOnlySpan<byte> source, Span<byte> destination, int typeSize)
    {
        var count = source.Length / typeSize;
        FromPlanes(source, destination, count, 0, count, typeSize);
        source[(count * typeSize)..].CopyTo(destination[(count * typeSize)..]);
    }

    /// <summary>Bit <c>k</c> of byte <c>j</c> of element <c>i</c> goes to bit <c>i</c> of plane <c>8 j + k</c>; a block whose element
    /// count is no multiple of 8 stays as it is.</summary>
    public static void BitShuffle(ReadOnlySpan<byte> source, Span<byte> destination, int typeSize)
    {
        source.CopyTo(destination);
        var count = source.Length / typeSize;
        if (count % 8 != 0)
        {
            return;
        }

        destination[..(count * typeSize)].Clear();
        for (long bit = 0; bit < 8L * count * typeSize; bit++)
        {
            CopyBit(source, bit, destination, ShuffledBit(bit, count, typeSize));
        }
    }

    /// <summary>Undoes <see cref="BitShuffle"/>.</summary>
    public static void BitUnshuffle(ReadOnlySpan<byte> source, Span<byte> destination, int typeSize)
    {
        source.CopyTo(destination);
        var count = source.Length / typeSize;
        if (count % 8 != 0)
        {
            return;
        }

        destination[..(count * typeSize)].Clear();
        for (long bit = 0; bit < 8L * count * typeSize; bit++)
        {
            CopyBit(source, ShuffledBit(bit, count, typeSize), destination, bit);
        }
    }

    /// <summary>Byte shuffle of the elements from <paramref name="start"/> to <paramref name="count"/>, with planes that begin
    /// <paramref name="stride"/> bytes after each other.</summary>
    public static void ToPlanes(ReadOnlySpan<byte> elements, Span<byte> planes, int stride, int start, int count, int typeSize)
    {
        for (var plane = 0; plane < typeSize; plane++)
        {
            var target = planes.Slice(plane * stride, count);
            for (var i = start; i < target.Length; i++)
            {
                target[i] = elements[(i * typeSize) + plane];
            }
        }
    }

    /// <summary>Undoes <see cref="ToPlanes"/>.</summary>
    public static void FromPlanes(ReadOnlySpan<byte> planes, Span<byte> elements, int stride, int start, int count, int typeSize)
    {
        for (var plane = 0; plane < typeSize; plane++)
        {
            var origin = planes.Slice(plane * stride, count);
            for (var i = start; i < origin.Length; i++)
            {
                elements[(i * typeSize) + plane] = origin[i];
            }
        }
    }

    private static long ShuffledBit(long bit, int count, int typeSize)
    {
        var (element, plane) = long.DivRem(bit, 8L * typeSize);
        return (plane * count) + element;
    }

    private static void CopyBit(ReadOnlySpan<byte> source, long from, Span<byte> destination, long to)
    {
        var bit = (source[(int)(from >> 3)] >> (int)(from & 7)) & 1;
        destination[(int)(to >> 3)] |= (byte)(bit << (int)(to & 7));
    }
}
