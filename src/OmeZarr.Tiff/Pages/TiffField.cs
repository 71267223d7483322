namespace OmeZarr.Tiff.Pages;

/// <summary>One entry of a directory: type, number and offset of its values, which are read on demand.</summary>
internal readonly record struct TiffField(TiffTag Tag, int Type, long Count, long Offset)
{
    /// <summary>Bytes of one value; 0 for an unknown type.</summary>
    public int ValueSize => SizeOf(Type);

    /// <summary>Bytes of one value of a TIFF type (TIFF 6.0 section 2; 13 is IFD, 16 to 18 are BigTIFF).</summary>
    public static int SizeOf(int type) => type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };

    /// <summary>Reads values of an unsigned integer field from index <paramref name="first"/>; false for other types and outside the file.</summary>
    public bool TryReadIntegers(TiffStorage file, long first, Span<long> values)
    {
        if (Type is not (1 or 3 or 4 or 13 or 16 or 18) || first < 0 || first > Count - values.Length)
        {
            return false;
        }

        var size = ValueSize;
        var bytes = values.Length <= 64 ? stackalloc byte[values.Length * size] : new byte[values.Length * size];
        if (!file.TryRead(Offset + (first * size), bytes))
        {
            return false;
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ToInteger(file, bytes.Slice(i * size, size));
        }

        return values.IndexOf(-1) < 0;
    }

    /// <summary>Reads at most <paramref name="limit"/> bytes of the field; false for other types and outside the file.</summary>
    public bool TryReadBytes(TiffStorage file, int limit, out byte[] bytes)
    {
        bytes = [];
        if (Type is not (1 or 2 or 7) || !file.Holds(Offset, Count))
        {
            return false;
        }

        bytes = new byte[(int)Math.Min(Count, limit)];
        return file.TryRead(Offset, bytes);
    }

    /// <summary>Reads the quotient of a RATIONAL; null for other types, outside the file, or if it is not finite and positive.</summary>
    public double? ReadRational(TiffStorage file)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (Type != 5 || Count < 1 || !file.TryRead(Offset, bytes))
        {
            return null;
        }

        var quotient = file.ToUInt32(bytes) / (double)file.ToUInt32(bytes[4..]);
        return double.IsFinite(quotient) && quotient > 0 ? quotient : null;
    }

    private static long ToInteger(TiffStorage file, ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        1 => bytes[0],
        2 => file.ToUInt16(bytes),
        4 => file.ToUInt32(bytes),
        _ => file.ToUInt64(bytes) is var value && value <= long.MaxValue ? (long)value : -1,
    };
}
