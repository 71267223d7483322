using static OmeZarr.Tiff.Tests.Files.PlainEncoders;

namespace OmeZarr.Tiff.Tests.Files;

/// <summary>A page of random samples of any number of bits, and the file that stores it, written plainly.</summary>
public sealed record PackedPage
{
    public required int Bits { get; init; }

    /// <summary>The tag SampleFormat.</summary>
    public int Format { get; init; } = 1;

    public int Samples { get; init; } = 1;

    public int Width { get; init; } = 37;

    public int Height { get; init; } = 23;

    public int Compression { get; init; } = 1;

    /// <summary>1, or 2 for differences between neighbouring pixels, in as many bits as a sample has.</summary>
    public int Predictor { get; init; } = 1;

    public bool IsPlanar { get; init; }

    public bool IsBigEndian { get; init; }

    public bool IsBitReversed { get; init; }

    /// <summary>The size of tiles or the rows of strips.</summary>
    public (int Height, int Width)? Tile { get; init; }

    public int RowsPerStrip { get; init; } = 9;

    /// <summary>The pattern of one sample: pseudo-random, with runs.</summary>
    public ulong Value(int sample, int y, int x)
    {
        var hash = (((ulong)((sample * 7919) + (y * 104729) + (x / 3 * 1299709)) + 12345) * 6364136223846793005) >> 17;
        return Bits == 64 ? hash : hash & ((1UL << Bits) - 1);
    }

    public byte[] ToFile()
    {
        var file = new RawTiff(IsBigEndian).Header();
        var blocks = Blocks().Select(block => Encode(Compression, block)).Select(Reversed).ToArray();
        var offsets = blocks.Select(block => file.Append(block)).ToArray();
        var lengths = blocks.Select(block => (long)block.Length).ToArray();
        file.Long(256, Width).Long(257, Height).Short(258, [.. Enumerable.Repeat(Bits, Samples)]).Short(259, Compression).Short(262, 1).Short(277, Samples)
            .Short(266, IsBitReversed ? 2 : 1).Short(284, IsPlanar ? 2 : 1).Short(317, Predictor).Short(339, [.. Enumerable.Repeat(Format, Samples)]);
        if (Tile is { } tile)
        {
            file.Long(322, tile.Width).Long(323, tile.Height).Long(324, offsets).Long(325, lengths);
        }
        else
        {
            file.Long(273, offsets).Long(278, RowsPerStrip).Long(279, lengths);
        }

        file.Directory();
        return file.ToArray();
    }

    private IEnumerable<byte[]> Blocks()
    {
        var size = Tile ?? (Height: RowsPerStrip, Width);
        return from plane in IsPlanar ? Enumerable.Range(0, Samples).Select(p => (int?)p) : [null]
               from y in Enumerable.Range(0, (Height + size.Height - 1) / size.Height)
               from x in Enumerable.Range(0, (Width + size.Width - 1) / size.Width)
               select Block(plane, y * size.Height, x * size.Width, size);
    }

    private byte[] Block(int? plane, int top, int left, (int Height, int Width) size)
    {
        var bits = new BitList();
        for (var y = top; y < top + size.Height && (Tile is not null || y < Height); y++)
        {
            for (var x = left; x < left + size.Width; x++)
            {
                foreach (var sample in plane is { } one ? [one] : Enumerable.Range(0, Samples))
                {
                    AddSample(bits, Predictor == 2 && x > left ? (Stored(sample, y, x) - Stored(sample, y, x - 1)) & (ulong.MaxValue >> (64 - Bits)) : Stored(sample, y, x));
                }
            }

            bits.Align();
        }

        return bits.ToArray();
    }

    private ulong Stored(int sample, int y, int x) => y < Height && x < Width ? Value(sample, y, x) : 0;

    // Samples of whole bytes are in the byte order of the file, all others from the highest bit down.
    private void AddSample(BitList bits, ulong value)
    {
        if (Bits is not (16 or 24 or 32 or 64) || IsBigEndian)
        {
            bits.Add(value, Bits);
            return;
        }

        for (var i = 0; i < Bits; i += 8)
        {
            bits.Add((value >> i) & 0xFF, 8);
        }
    }

    private byte[] Reversed(byte[] bytes) => IsBitReversed
        ? [.. bytes.Select(value => (byte)Enumerable.Range(0, 8).Sum(i => ((value >> i) & 1) << (7 - i)))]
        : bytes;
}
