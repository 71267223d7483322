using System.Buffers.Binary;

namespace OmeZarr.Tiff.Decompression;

/// <summary>Decodes the compression of NeXT (32766): gray of 2 bits, where most of a row is white.</summary>
internal static class NextDecoder
{
    private const byte WholeRow = 0x00;
    private const byte PartOfRow = 0x40;
    private const byte White = 0xFF;

    /// <summary>Fills <paramref name="rows"/>, in which each row begins with a whole byte.</summary>
    /// <param name="source">The codes.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="rows">The destination.</param>
    /// <exception cref="InvalidDataException">The data ends too early, or is no data of this kind.</exception>
    public static void Decode(ReadOnlySpan<byte> source, int width, Span<byte> rows)
    {
        var pitch = (width + 3) / 4;
        for (var row = 0; row < rows.Length / pitch; row++)
        {
            source = source[DecodeRow(source, width, rows.Slice(row * pitch, pitch))..];
        }
    }

    private static int DecodeRow(ReadOnlySpan<byte> source, int width, Span<byte> row)
    {
        row.Fill(White);
        switch (Take(source, 0, 1)[0])
        {
            case WholeRow:
                Take(source, 1, row.Length).CopyTo(row);
                return 1 + row.Length;
            case PartOfRow:
                var header = Take(source, 1, 4);
                var (start, count) = (BinaryPrimitives.ReadUInt16BigEndian(header), BinaryPrimitives.ReadUInt16BigEndian(header[2..]));
                if (start + count > row.Length)
                {
                    throw new InvalidDataException("its NeXT data has a part that is longer than a row");
                }

                Take(source, 5, count).CopyTo(row[start..]);
                return 5 + count;
            default:
                return DecodeRuns(source, width, row);
        }
    }

    private static int DecodeRuns(ReadOnlySpan<byte> source, int width, Span<byte> row)
    {
        var (position, x) = (0, 0);
        row.Clear();
        while (x < width)
        {
            var run = Take(source, position++, 1)[0];
            for (var end = Math.Min(width, x + (run & 63)); x < end; x++)
            {
                row[x / 4] |= (byte)(run >> 6 << (6 - (2 * (x % 4))));
            }
        }

        return position;
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> source, int start, int count) =>
        start + count <= source.Length ? source.Slice(start, count) : throw new InvalidDataException("its NeXT data ends too early");
}
