using static OmeZarr.Tiff.Tests.Files.PlainEncoders;

namespace OmeZarr.Tiff.Tests.Files;

/// <summary>Writes lossless JPEG plainly, by the equations of ITU-T T.81, annex H, with Huffman codes of equal length.</summary>
public sealed record PlainLosslessJpeg
{
    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int Bits { get; init; }

    public int Components { get; init; } = 1;

    /// <summary>1 to 7: what predicts a sample.</summary>
    public int Predictor { get; init; } = 1;

    /// <summary>Low bits that are not stored.</summary>
    public int LostBits { get; init; }

    /// <summary>Rows between two restart markers; 0 without them.</summary>
    public int RestartRows { get; init; }

    /// <summary>Whether each component has a scan of its own.</summary>
    public bool HasManyScans { get; init; }

    public byte[] Encode(Func<int, int, int, int> value)
    {
        var stream = new List<byte> { 0xFF, 0xD8 };
        // 17 codes of 5 bits: the code is the symbol.
        Segment(stream, 0xC4, [0x00, 0, 0, 0, 0, 17, .. new byte[11], .. Enumerable.Range(0, 17).Select(i => (byte)i)]);
        var all = Enumerable.Range(1, Components).ToArray();
        Segment(stream, 0xC3, [(byte)Bits, (byte)(Height >> 8), (byte)Height, (byte)(Width >> 8), (byte)Width, (byte)Components, .. all.SelectMany(i => new byte[] { (byte)i, 0x11, 0 })]);
        var interval = Width * RestartRows;
        Segment(stream, 0xDD, [(byte)(interval >> 8), (byte)interval]);
        foreach (var scan in HasManyScans ? all.Select(one => new[] { one }) : [all])
        {
            Segment(stream, 0xDA, [(byte)scan.Length, .. scan.SelectMany(i => new byte[] { (byte)i, 0 }), (byte)Predictor, 0, (byte)LostBits]);
            AddScan(stream, scan, (c, y, x) => value(c, y, x) >> LostBits);
        }

        return [.. stream, 0xFF, 0xD9];
    }

    private void AddScan(List<byte> stream, int[] scan, Func<int, int, int, int> value)
    {
        var rows = RestartRows > 0 ? RestartRows : Height;
        for (var first = 0; first < Height; first += rows)
        {
            var bits = new BitList();
            for (var y = first; y < Math.Min(first + rows, Height); y++)
            {
                for (var x = 0; x < Width; x++)
                {
                    foreach (var component in scan)
                    {
                        AddDifference(bits, value(component - 1, y, x) - Prediction(component - 1, y, x, first, value));
                    }
                }
            }

            while (!bits.IsAligned)
            {
                bits.Add(1, 1);
            }

            stream.AddRange(bits.ToArray().SelectMany(b => b == 0xFF ? new byte[] { 0xFF, 0 } : [b]));
            if (first + rows < Height)
            {
                stream.AddRange([0xFF, (byte)(0xD0 + (first / rows % 8))]);
            }
        }
    }

    private int Prediction(int c, int y, int x, int first, Func<int, int, int, int> value)
    {
        if (y == first)
        {
            return x == 0 ? 1 << (Bits - LostBits - 1) : value(c, y, x - 1);
        }

        var above = value(c, y - 1, x);
        if (x == 0)
        {
            return above;
        }

        var (left, diagonal) = (value(c, y, x - 1), value(c, y - 1, x - 1));
        return new[] { 0, left, above, diagonal, left + above - diagonal, left + ((above - diagonal) >> 1), above + ((left - diagonal) >> 1), (left + above) >> 1 }[Predictor];
    }

    // Differences are modulo 65,536; 32,768 has a code of its own.
    private static void AddDifference(BitList bits, int difference)
    {
        var wrapped = (int)(short)difference;
        var length = wrapped == 0 ? 0 : 32 - int.LeadingZeroCount(Math.Abs(wrapped));
        bits.Add(length, 5);
        if (length < 16)
        {
            bits.Add(wrapped < 0 ? wrapped + (1 << length) - 1 : wrapped, length);
        }
    }

    private static void Segment(List<byte> stream, byte marker, byte[] content) =>
        stream.AddRange([0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content]);
}
