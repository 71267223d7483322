namespace OmeZarr.Tiff.Decompression.Fax;

/// <summary>The bits of fax data, from the highest of each byte to the lowest. Zeros follow the end.</summary>
internal ref struct FaxBits(ReadOnlySpan<byte> data)
{
    private const int MinEndOfLine = 11;

    private readonly ReadOnlySpan<byte> data = data;
    private long position;

    public readonly bool IsAtEnd => position >= 8L * data.Length;

    /// <summary>The next bits, at most 24, without going past them.</summary>
    public readonly int Peek(int count)
    {
        var start = (int)(position >> 3);
        var window = 0u;
        for (var i = 0; i < 4 && start + i < data.Length; i++)
        {
            window |= (uint)data[start + i] << (24 - (8 * i));
        }

        return (int)((window << (int)(position & 7)) >> (32 - count));
    }

    public void Skip(int count)
    {
        position += count;
        if (position > 8L * data.Length)
        {
            throw new InvalidDataException("its fax data ends too early");
        }
    }

    /// <summary>Goes on at a multiple of this number of bits.</summary>
    public void Align(int bits) => position = (position + bits - 1) / bits * bits;

    /// <summary>Passes the end-of-line code and the zeros that fill up to it, if they are next.</summary>
    public bool SkipEndOfLine()
    {
        if (Peek(MinEndOfLine) != 0 || IsAtEnd)
        {
            return false;
        }

        Skip(MinEndOfLine);
        while (Peek(1) == 0)
        {
            Skip(1);
        }

        Skip(1);
        return true;
    }

    /// <summary>The length of a run: any number of make-up codes and one terminating code.</summary>
    public int Run(FaxCodes codes, int limit)
    {
        var sum = 0;
        while (true)
        {
            var (length, run) = codes.Find(Peek(FaxCodes.Window));
            sum += run;
            if (length == 0 || sum > limit)
            {
                throw new InvalidDataException("its fax data has an impossible run");
            }

            Skip(length);
            if (run < 64)
            {
                return sum;
            }
        }
    }
}
