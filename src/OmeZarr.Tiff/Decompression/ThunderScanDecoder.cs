namespace OmeZarr.Tiff.Decompression;

/// <summary>Decodes ThunderScan (compression 32809): gray of 4 bits as differences and runs, row by row.</summary>
internal static class ThunderScanDecoder
{
    // The codes of differences. The code in the middle says that there is no pixel.
    private static readonly int?[] OfTwoBits = [0, 1, null, -1];
    private static readonly int?[] OfThreeBits = [0, 1, 2, 3, null, -3, -2, -1];

    /// <summary>Fills <paramref name="rows"/>, in which each row begins with a whole byte.</summary>
    /// <param name="source">The codes.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="rows">The destination, which is cleared.</param>
    /// <exception cref="InvalidDataException">The data ends too early.</exception>
    public static void Decode(ReadOnlySpan<byte> source, int width, Span<byte> rows)
    {
        var pitch = (width + 1) / 2;
        rows.Clear();
        for (var row = 0; row < rows.Length / pitch; row++)
        {
            source = source[DecodeRow(source, width, rows.Slice(row * pitch, pitch))..];
        }
    }

    private static int DecodeRow(ReadOnlySpan<byte> source, int width, Span<byte> row)
    {
        var (position, x, last) = (0, 0, 0);
        while (x < width)
        {
            var code = position < source.Length ? source[position++] : throw new InvalidDataException("its ThunderScan data ends too early");
            switch (code >> 6)
            {
                case 0:
                    for (var count = code & 63; count > 0; count--)
                    {
                        Put(row, width, ref x, last);
                    }

                    break;
                case 1:
                    Add(row, width, ref x, ref last, [OfTwoBits[(code >> 4) & 3], OfTwoBits[(code >> 2) & 3], OfTwoBits[code & 3]]);
                    break;
                case 2:
                    Add(row, width, ref x, ref last, [OfThreeBits[(code >> 3) & 7], OfThreeBits[code & 7]]);
                    break;
                default:
                    last = code & 15;
                    Put(row, width, ref x, last);
                    break;
            }
        }

        return position;
    }

    private static void Add(Span<byte> row, int width, ref int x, ref int last, ReadOnlySpan<int?> differences)
    {
        foreach (var difference in differences)
        {
            if (difference is { } step)
            {
                last = (last + step) & 15;
                Put(row, width, ref x, last);
            }
        }
    }

    // A last code may have more pixels than the row has left.
    private static void Put(Span<byte> row, int width, ref int x, int value)
    {
        if (x < width)
        {
            row[x / 2] |= (byte)(x % 2 == 0 ? value << 4 : value);
            x++;
        }
    }
}
