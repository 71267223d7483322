namespace OmeZarr.Tiff.Pages;

/// <summary>One entry of a directory: type, number and offset of its values, which are read on demand.</summary>
internal readonly record struct TiffField(TiffTag Tag, int Type, long Count, long Offset)
{
    /// <summary>The type of texts.</summary>
    public const int TextType = 2;

    /// <summary>The higher 32 bits of the only value, where a file stores them elsewhere (NDPI); otherwise 0.</summary>
    public uint High { get; init; }

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
        // Signed types hold what is not negative as well.
        if (Type is not (1 or 3 or 4 or 6 or 8 or 9 or 13 or 16 or 17 or 18) || first < 0 || first > Count - values.Length)
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
            values[i] = High > 0 ? file.ToUInt32(bytes) + ((long)High << 32) : ToInteger(file, bytes.Slice(i * size, size));
        }

        return values.IndexOf(-1) < 0;
    }

    /// <summary>Reads the first value of an unsigned integer field.</summary>
    public bool TryReadFirst(TiffStorage file, out long value)
    {
        Span<long> values = stackalloc long[1];
        var isRead = TryReadIntegers(file, 0, values);
        value = values[0];
        return isRead;
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

    /// <summary>Reads the first number of a RATIONAL, or of a type that some programs write instead; null for other types, outside the file, or if it is not finite and positive.</summary>
    public double? ReadRational(TiffStorage file) => ReadNumber(file, 0) is > 0 and var number ? number : null;

    /// <summary>Reads a number of any type; null for texts, outside the file, or if it is not finite.</summary>
    public double? ReadNumber(TiffStorage file, int index)
    {
        var size = ValueSize;
        Span<byte> bytes = stackalloc byte[8];
        if (size == 0 || index >= Count || !file.TryRead(Offset + ((long)index * size), bytes[..size]))
        {
            return null;
        }

        var number = Type switch
        {
            3 => file.ToUInt16(bytes),
            4 => file.ToUInt32(bytes),
            5 => file.ToUInt32(bytes) / (double)file.ToUInt32(bytes[4..]),
            8 => (short)file.ToUInt16(bytes),
            9 => (int)file.ToUInt32(bytes),
            10 => (int)file.ToUInt32(bytes) / (double)(int)file.ToUInt32(bytes[4..]),
            11 => BitConverter.UInt32BitsToSingle(file.ToUInt32(bytes)),
            12 => BitConverter.UInt64BitsToDouble(file.ToUInt64(bytes)),
            _ => double.NaN,
        };
        return double.IsFinite(number) ? number : null;
    }

    /// <summary>A value; -1 if it is negative or exceeds 63 bits.</summary>
    private long ToInteger(TiffStorage file, ReadOnlySpan<byte> bytes) => Type switch
    {
        1 => bytes[0],
        6 => Math.Max((sbyte)bytes[0], -1L),
        3 => file.ToUInt16(bytes),
        8 => Math.Max((short)file.ToUInt16(bytes), -1L),
        9 => Math.Max((int)file.ToUInt32(bytes), -1L),
        4 or 13 => file.ToUInt32(bytes),
        _ => file.ToUInt64(bytes) is var value && value <= long.MaxValue ? (long)value : -1,
    };
}
