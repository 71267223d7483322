namespace Zarr.Codecs.Zstandard;

/// <summary>The codes of all bytes, their length, their lower and their upper byte each in a table of its own.</summary>
internal readonly ref struct HuffmanTables
{
    private const int Tables = 3;
    private const int WordBits = 64;

    private readonly Span<byte> tables;

    /// <summary>Takes the codes apart.</summary>
    /// <param name="codes">As <see cref="HuffmanStreams.AssignCodes"/> makes them.</param>
    /// <param name="buffer">Room for <see cref="Length"/> bytes.</param>
    public HuffmanTables(ReadOnlySpan<ulong> codes, Span<byte> buffer)
    {
        tables = buffer[..Length];
        for (var value = 0; value < ByteHistogram.Size; value++)
        {
            var bits = (byte)codes[value];
            var code = codes[value] >> (WordBits - bits);
            tables[value] = bits;
            tables[ByteHistogram.Size + value] = (byte)code;
            tables[(2 * ByteHistogram.Size) + value] = (byte)(code >> 8);
        }
    }

    /// <summary>Bytes that the tables take.</summary>
    public static int Length => Tables * ByteHistogram.Size;

    /// <summary>The lengths.</summary>
    public ReadOnlySpan<byte> Lengths => tables[..ByteHistogram.Size];

    /// <summary>The lower bytes.</summary>
    public ReadOnlySpan<byte> Lows => tables.Slice(ByteHistogram.Size, ByteHistogram.Size);

    /// <summary>The upper bytes.</summary>
    public ReadOnlySpan<byte> Highs => tables.Slice(2 * ByteHistogram.Size, ByteHistogram.Size);
}
