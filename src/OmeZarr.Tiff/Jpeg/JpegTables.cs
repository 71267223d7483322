namespace OmeZarr.Tiff.Jpeg;

/// <summary>The tables that are in force at one place of a stream (ITU-T T.81, B.2.4).</summary>
internal sealed class JpegTables
{
    private readonly ushort[]?[] quantization = new ushort[]?[4];
    private readonly HuffmanTable?[] dc = new HuffmanTable?[4];
    private readonly HuffmanTable?[] ac = new HuffmanTable?[4];

    /// <summary>MCUs between two restart markers; 0 without them.</summary>
    public int RestartInterval { get; private set; }

    public ushort[] Quantization(int index) => Require(quantization, index, "quantization");

    public HuffmanTable Dc(int index) => Require(dc, index, "Huffman");

    public HuffmanTable Ac(int index) => Require(ac, index, "Huffman");

    /// <summary>Takes over the tables of a segment; other segments are passed over.</summary>
    public void Read(byte marker, ReadOnlySpan<byte> segment)
    {
        switch (marker)
        {
            case 0xC4:
                ReadHuffman(segment);
                break;
            case 0xDB:
                ReadQuantization(segment);
                break;
            case 0xDD when segment.Length >= 2:
                RestartInterval = (segment[0] << 8) | segment[1];
                break;
        }
    }

    private void ReadHuffman(ReadOnlySpan<byte> segment)
    {
        while (!segment.IsEmpty)
        {
            var (kind, index) = (segment[0] >> 4, segment[0] & 15);
            var table = HuffmanTable.Read(segment[1..], out var length);
            if (kind > 1 || index > 3)
            {
                throw new InvalidDataException("a Huffman table of its JPEG data has an impossible number");
            }

            (kind == 0 ? dc : ac)[index] = table;
            segment = segment[(1 + length)..];
        }
    }

    private void ReadQuantization(ReadOnlySpan<byte> segment)
    {
        while (!segment.IsEmpty)
        {
            var (size, index) = ((segment[0] >> 4) + 1, segment[0] & 15);
            if (size > 2 || index > 3 || segment.Length < 1 + (64 * size))
            {
                throw new InvalidDataException("a quantization table of its JPEG data is damaged");
            }

            var table = new ushort[64];
            for (var i = 0; i < 64; i++)
            {
                table[ZigZag.Order[i]] = size == 1 ? segment[1 + i] : (ushort)((segment[1 + (2 * i)] << 8) | segment[2 + (2 * i)]);
            }

            quantization[index] = table;
            segment = segment[(1 + (64 * size))..];
        }
    }

    private static T Require<T>(T?[] tables, int index, string kind)
        where T : class =>
        (index < tables.Length ? tables[index] : null) ?? throw new InvalidDataException($"its JPEG data uses a {kind} table that is missing");
}
