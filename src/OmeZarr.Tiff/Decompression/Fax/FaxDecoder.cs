namespace OmeZarr.Tiff.Decompression.Fax;

/// <summary>How the rows of fax data are coded.</summary>
internal enum FaxScheme
{
    /// <summary>Runs; rows begin at whole bytes (compression 2).</summary>
    Rle,

    /// <summary>Runs; rows begin at multiples of 16 bits (compression 32771).</summary>
    RleWords,

    /// <summary>Runs, between end-of-line codes (compression 3).</summary>
    Group3,

    /// <summary>Some rows as differences to the row above; a bit after the end-of-line code tells (compression 3, T4Options 1).</summary>
    Group3Mixed,

    /// <summary>All rows as differences to the row above (compression 4).</summary>
    Group4,
}

/// <summary>CCITT fax (TIFF 6.0 sections 10 and 11; ITU-T T.4 and T.6). White is 0, black is 1.</summary>
internal ref struct FaxDecoder(ReadOnlySpan<byte> data, int width)
{
    private const int Horizontal = -100;
    private const int Pass = -101;

    // For the first 7 bits of a mode code its length and its meaning: a distance from the changing element above, or one of the constants. Filled from T.6, table 1.
    private static readonly (byte Length, sbyte Mode)[] Modes = MakeModes();

    private FaxBits bits = new(data);

    // Where colours change: the columns of the first black, then the first white pixel, and so on; then the width.
    private int[] above = new int[width + 5];
    private int[] current = new int[width + 5];
    private int count;

    /// <summary>Decodes all rows of the destination, each of which begins at a byte.</summary>
    /// <exception cref="InvalidDataException">The data is damaged or ends too early.</exception>
    public static void Decode(ReadOnlySpan<byte> data, FaxScheme scheme, int width, Span<byte> destination)
    {
        var decoder = new FaxDecoder(data, width);
        decoder.above.AsSpan().Fill(width);
        destination.Clear();
        for (var rowBytes = (width + 7) / 8; !destination.IsEmpty; destination = destination[rowBytes..])
        {
            decoder.DecodeRow(scheme);
            decoder.Paint(destination[..rowBytes]);
            (decoder.above, decoder.current) = (decoder.current, decoder.above);
        }
    }

    private void DecodeRow(FaxScheme scheme)
    {
        var isDifference = scheme == FaxScheme.Group4;
        if (scheme is FaxScheme.Rle or FaxScheme.RleWords)
        {
            bits.Align(scheme == FaxScheme.Rle ? 8 : 16);
        }
        else if (scheme is FaxScheme.Group3 or FaxScheme.Group3Mixed)
        {
            bits.SkipEndOfLine();
            if (scheme == FaxScheme.Group3Mixed)
            {
                isDifference = bits.Peek(1) == 0;
                bits.Skip(1);
            }
        }

        count = 0;
        if (isDifference)
        {
            DecodeDifferences();
        }
        else
        {
            DecodeRuns();
        }

        current.AsSpan(count).Fill(width);
    }

    private void DecodeRuns()
    {
        var column = 0;
        do
        {
            column += bits.Run(FaxCodes.White, width - column);
            Change(column);
            if (column < width)
            {
                column += bits.Run(FaxCodes.Black, width - column);
                Change(column);
            }
        }
        while (column < width);
    }

    private void DecodeDifferences()
    {
        var (column, next) = (0, 0);
        var isBlack = false;
        while (column < width)
        {
            next = FindAbove(column, next, isBlack);
            var (length, mode) = Modes[bits.Peek(7)];
            bits.Skip(length);
            switch (mode)
            {
                case Pass:
                    column = above[next + 1];
                    break;
                case Horizontal:
                    column += bits.Run(isBlack ? FaxCodes.Black : FaxCodes.White, width - column);
                    Change(column);
                    column += bits.Run(isBlack ? FaxCodes.White : FaxCodes.Black, width - column);
                    Change(column);
                    break;
                default:
                    var changed = above[next] + mode;
                    if (length == 0 || changed < column || changed > width)
                    {
                        throw new InvalidDataException(length == 0 ? "its fax data has an impossible mode (uncompressed mode is not supported)" : "its fax data goes backwards");
                    }

                    column = changed;
                    Change(column);
                    isBlack = !isBlack;
                    break;
            }
        }
    }

    /// <summary>The first change above, to the opposite of the current colour, that is to the right of the last pixel (T.6, b1).</summary>
    private readonly int FindAbove(int column, int from, bool isBlack)
    {
        // A step to the left (VL) may have passed some.
        var index = Math.Max(0, from - 2);
        index += (index & 1) == (isBlack ? 1 : 0) ? 0 : 1;
        // A row begins before its first column, so that a change there is to the right.
        var least = column == 0 && count == 0 ? 0 : column + 1;
        while (above[index] < least && above[index] < width)
        {
            index += 2;
        }

        return index;
    }

    private void Change(int column)
    {
        if (count > width)
        {
            throw new InvalidDataException("its fax data has too many runs");
        }

        current[count++] = column;
    }

    private readonly void Paint(Span<byte> row)
    {
        for (var i = 0; i < count && current[i] < width; i += 2)
        {
            Fill(row, current[i], current[i + 1]);
        }
    }

    private static void Fill(Span<byte> row, int start, int end)
    {
        for (; start < end && (start & 7) != 0; start++)
        {
            row[start >> 3] |= (byte)(0x80 >> (start & 7));
        }

        var bytes = Math.Max(0, (end - start) >> 3);
        row.Slice(start >> 3, bytes).Fill(0xFF);
        for (start += 8 * bytes; start < end; start++)
        {
            row[start >> 3] |= (byte)(0x80 >> (start & 7));
        }
    }

    private static (byte Length, sbyte Mode)[] MakeModes()
    {
        var modes = new (byte, sbyte)[1 << 7];
        (string Code, int Mode)[] list =
        [
            ("1", 0), ("011", 1), ("000011", 2), ("0000011", 3), ("010", -1), ("000010", -2), ("0000010", -3), ("001", Horizontal), ("0001", Pass),
        ];
        foreach (var (code, mode) in list)
        {
            var free = 7 - code.Length;
            modes.AsSpan(Convert.ToInt32(code, 2) << free, 1 << free).Fill(((byte)code.Length, (sbyte)mode));
        }

        return modes;
    }
}
