using static OmeZarr.Tiff.Tests.Files.PlainEncoders;

namespace OmeZarr.Tiff.Tests.Files;

/// <summary>Writes JPEG plainly: the cosine transform by its definition, no quantization, Huffman codes of equal length.</summary>
public static class PlainJpeg
{
    private static readonly int[] ZigZag = [.. Enumerable.Range(0, 64).OrderBy(i => (i / 8) + (i % 8)).ThenBy(i => ((i / 8) + (i % 8)) % 2 == 0 ? i % 8 : i / 8)];

    /// <summary>A gray stream of blocks of one value each, with restart markers.</summary>
    /// <param name="width">Pixels of a row, a multiple of 8.</param>
    /// <param name="height">Rows, a multiple of 8.</param>
    /// <param name="interval">Blocks between two markers.</param>
    /// <param name="value">The value of the block in a row and column of blocks.</param>
    /// <param name="starts">Gets where the data of each interval begins.</param>
    public static byte[] EncodeFlat(int width, int height, int interval, Func<int, int, int> value, List<int> starts)
    {
        var stream = Header(width, height, 1, 8, interval);
        var (across, count) = (width / 8, width / 8 * (height / 8));
        for (var first = 0; first < count; first += interval)
        {
            starts.Add(stream.Count);
            var (bits, before) = (new BitList(), 0);
            for (var block = first; block < Math.Min(first + interval, count); block++)
            {
                var level = 8 * (value(block / across, block % across) - 128);
                AddBlock(bits, [level, .. new int[63]], level - before);
                before = level;
            }

            AddScan(stream, bits);
            stream.AddRange(first + interval < count ? [0xFF, (byte)(0xD0 + (first / interval % 8))] : [0xFF, 0xD9]);
        }

        return [.. stream];
    }

    public static byte[] Encode(int width, int height, int components, int bits, Func<int, int, int, int> value)
    {
        var stream = Header(width, height, components, bits, 0);
        AddScan(stream, Scan(width, height, components, (c, y, x) => value(c, Math.Min(y, height - 1), Math.Min(x, width - 1)) - (1 << (bits - 1))));
        return [.. stream, 0xFF, 0xD9];
    }

    private static List<byte> Header(int width, int height, int components, int bits, int interval)
    {
        var stream = new List<byte> { 0xFF, 0xD8 };
        Segment(stream, 0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]);
        // 16 codes of 5 bits and 256 codes of 9 bits: the code is the symbol.
        Segment(stream, 0xC4, [0x00, 0, 0, 0, 0, 16, .. new byte[11], .. Enumerable.Range(0, 16).Select(i => (byte)i)]);
        Segment(stream, 0xC4, [0x10, .. new byte[8], 255, .. new byte[7], .. Enumerable.Range(0, 255).Select(i => (byte)i)]);
        var numbers = Enumerable.Range(1, components).ToArray();
        Segment(stream, 0xC1, [(byte)bits, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, (byte)components, .. numbers.SelectMany(i => new byte[] { (byte)i, 0x11, 0 })]);
        if (interval > 0)
        {
            Segment(stream, 0xDD, [(byte)(interval >> 8), (byte)interval]);
        }

        Segment(stream, 0xDA, [(byte)components, .. numbers.SelectMany(i => new byte[] { (byte)i, 0 }), 0, 63, 0]);
        return stream;
    }

    private static void AddScan(List<byte> stream, BitList bits)
    {
        while (!bits.IsAligned)
        {
            bits.Add(1, 1);
        }

        stream.AddRange(bits.ToArray().SelectMany(b => b == 0xFF ? new byte[] { 0xFF, 0 } : [b]));
    }

    private static BitList Scan(int width, int height, int components, Func<int, int, int, int> value)
    {
        var bits = new BitList();
        var predictions = new int[components];
        for (var y = 0; y < height; y += 8)
        {
            for (var x = 0; x < width; x += 8)
            {
                for (var c = 0; c < components; c++)
                {
                    var coefficients = Transform((row, column) => value(c, y + row, x + column));
                    AddBlock(bits, coefficients, coefficients[0] - predictions[c]);
                    predictions[c] = coefficients[0];
                }
            }
        }

        return bits;
    }

    private static void AddBlock(BitList bits, int[] coefficients, int difference)
    {
        bits.Add(Length(difference), 5);
        AddNumber(bits, difference);
        for (var (k, run) = (1, 0); k < 64; k++)
        {
            if (coefficients[ZigZag[k]] is 0)
            {
                run++;
                continue;
            }

            for (; run > 15; run -= 16)
            {
                bits.Add(0xF0, 9);
            }

            var value = coefficients[ZigZag[k]];
            bits.Add((run << 4) | Length(value), 9);
            AddNumber(bits, value);
            run = 0;
            if (k == 63)
            {
                return;
            }
        }

        bits.Add(0, 9);
    }

    private static int Length(int value) => value == 0 ? 0 : 32 - int.LeadingZeroCount(Math.Abs(value));

    private static void AddNumber(BitList bits, int value) => bits.Add((ulong)(value < 0 ? value + (1 << Length(value)) - 1 : value), Length(value));

    private static int[] Transform(Func<int, int, int> value)
    {
        var result = new int[64];
        for (var i = 0; i < 64; i++)
        {
            var (v, u, sum) = (i / 8, i % 8, 0.0);
            for (var j = 0; j < 64; j++)
            {
                sum += value(j / 8, j % 8) * Math.Cos(((2 * (j / 8)) + 1) * v * Math.PI / 16) * Math.Cos(((2 * (j % 8)) + 1) * u * Math.PI / 16);
            }

            result[i] = (int)Math.Round(sum / 4 * (v == 0 ? Math.Sqrt(0.5) : 1) * (u == 0 ? Math.Sqrt(0.5) : 1));
        }

        return result;
    }

    private static void Segment(List<byte> stream, byte marker, byte[] content) =>
        stream.AddRange([0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content]);
}
