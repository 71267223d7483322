namespace Zarr.Codecs.Zstandard;

/// <summary>Writes numbers of some bits, the lowest bits first; what does not fit is counted but not written.</summary>
internal ref struct BitWriter(Span<byte> destination)
{
    private readonly Span<byte> destination = destination;
    private uint pending;
    private int width;
    private int length;

    /// <summary>Writes a number of at most 16 bits.</summary>
    public void Write(uint value, int bits)
    {
        pending |= value << width;
        for (width += bits; width >= 8; width -= 8)
        {
            Put();
        }
    }

    /// <summary>Fills the byte that was begun.</summary>
    public void Align()
    {
        if (width > 0)
        {
            Put();
            width = 0;
        }
    }

    /// <summary>Ends with a whole byte.</summary>
    /// <returns>The bytes written since the beginning, or 0 if they did not fit.</returns>
    public int Finish()
    {
        Align();
        return length <= destination.Length ? length : 0;
    }

    /// <summary>Ends with the mark that backward streams have: a 1, then zeros to the end of the byte.</summary>
    /// <returns>The bytes written since the beginning, or 0 if they did not fit.</returns>
    public int Close()
    {
        Write(1, 1);
        return Finish();
    }

    private void Put()
    {
        if (length < destination.Length)
        {
            destination[length] = (byte)pending;
        }

        length++;
        pending >>= 8;
    }
}
