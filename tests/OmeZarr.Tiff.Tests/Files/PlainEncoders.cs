using Blosc.Streams;

namespace OmeZarr.Tiff.Tests.Files;

/// <summary>Compressions written plainly, independently of the decoders.</summary>
public static class PlainEncoders
{
    /// <summary>Encodes with the number that the tag Compression has for it.</summary>
    public static byte[] Encode(int compression, byte[] bytes) => compression switch
    {
        5 => Lzw(bytes, isOld: false),
        8 or 32946 or 50013 => RawTiff.Deflate(bytes),
        32773 => PackBits(bytes),
        50000 or 34926 => Zstd(bytes),
        _ => bytes,
    };

    /// <summary>LZW with strings in a dictionary; the old variant begins at the lowest bit and widens codes one later.</summary>
    public static byte[] Lzw(byte[] bytes, bool isOld)
    {
        var bits = new BitList(isOld);
        var table = new Dictionary<string, int>();
        var (next, width, prefix) = (258, 9, "");
        bits.Add(256, 9);
        foreach (var value in bytes)
        {
            var longer = prefix + (char)value;
            if (longer.Length == 1 || table.ContainsKey(longer))
            {
                prefix = longer;
                continue;
            }

            bits.Add(Code(prefix), width);
            table[longer] = next++;
            prefix = $"{(char)value}";
            width += next > (1 << width) - (isOld ? 0 : 1) ? 1 : 0;
            if (next == 4095)
            {
                bits.Add(256, width);
                (next, width) = (258, 9);
                table.Clear();
            }
        }

        if (prefix.Length > 0)
        {
            bits.Add(Code(prefix), width);
            next++;
            width += next > (1 << width) - (isOld ? 0 : 1) ? 1 : 0;
        }

        bits.Add(257, Math.Min(12, width));
        return bits.ToArray();

        int Code(string text) => text.Length == 1 ? text[0] : table[text];
    }

    public static byte[] PackBits(byte[] bytes)
    {
        var result = new List<byte>();
        for (var i = 0; i < bytes.Length;)
        {
            var run = 1;
            while (run < 128 && i + run < bytes.Length && bytes[i + run] == bytes[i])
            {
                run++;
            }

            result.AddRange(run > 1 ? [(byte)(1 - run), bytes[i]] : [0, bytes[i]]);
            i += run;
        }

        return [.. result];
    }

    private static byte[] Zstd(byte[] bytes)
    {
        var frame = new byte[ZstdFrames.MaxLength(bytes.Length)];
        return frame[..new ZstdFrames().Compress(bytes, frame, 3)];
    }

    /// <summary>Bits one after another, from the highest or from the lowest of each byte.</summary>
    public sealed class BitList(bool isLowestFirst = false)
    {
        private readonly List<bool> bits = [];

        public void Add(ulong value, int count)
        {
            for (var i = 0; i < count; i++)
            {
                bits.Add(((value >> (isLowestFirst ? i : count - 1 - i)) & 1) == 1);
            }
        }

        public void Add(int value, int count) => Add((ulong)value, count);

        public bool IsAligned => bits.Count % 8 == 0;

        /// <summary>Goes on with a whole byte.</summary>
        public void Align() => bits.AddRange(new bool[-bits.Count & 7]);

        public byte[] ToArray()
        {
            var bytes = new byte[(bits.Count + 7) / 8];
            for (var i = 0; i < bits.Count; i++)
            {
                bytes[i / 8] |= (byte)(bits[i] ? isLowestFirst ? 1 << (i % 8) : 128 >> (i % 8) : 0);
            }

            return bytes;
        }
    }
}
