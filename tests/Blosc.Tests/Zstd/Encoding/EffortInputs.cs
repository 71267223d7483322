namespace Blosc.Tests.Zstd.Encoding;

/// <summary>Images and patterns on which effort can be misjudged, the same each time.</summary>
internal static class EffortInputs
{
    /// <summary>Elements in a row.</summary>
    public const int Width = 512;

    public static IReadOnlyDictionary<string, (int TypeSize, Func<int, byte[]> Make)> All { get; } = new Dictionary<string, (int, Func<int, byte[]>)>
    {
        ["camera 16 bit"] = (2, n => Words(n, 1, (i, r) => Camera(i, r, 300))),
        ["bright camera 16 bit"] = (2, n => Words(n, 2, (i, r) => Camera(i, r, 9000))),
        ["camera of 12 bit in the upper bits"] = (2, n => Words(n, 3, (i, r) => Camera(i, r, 300) << 4)),
        ["camera with a black border"] = (2, n => Words(n, 4, (i, r) => i % Width < 100 ? 0 : Camera(i, r, 300))),
        ["camera 8 bit"] = (1, n => Bytes(n, 5, (i, r) => Camera(i, r, 60))),
        ["dark camera 8 bit"] = (1, n => Bytes(n, 6, (i, r) => Camera(i, r, 4))),
        ["labels of 32 bit"] = (4, n => Elements(n, 4, i => LabelAt(i))),
        ["large labels of 32 bit"] = (4, n => Elements(n, 4, i => LabelAt(i) is > 0 and var label ? label + 70000 : 0)),
        ["random"] = (2, n => Bytes(n, 7, (_, r) => r.Next(256))),
        ["zeros"] = (2, n => new byte[n]),
        ["one value"] = (2, n => Words(n, 8, (_, _) => 12345)),
        ["floats with noise"] = (4, n => Floats(n, 9)),
        ["doubles"] = (8, n => Doubles(n, 10)),
        ["counters"] = (8, n => Elements(n, 8, i => 1_700_000_000_000 + (i * 1000L))),
        ["period 300"] = (1, n => Repeated(n, 300, 11)),
        ["period 300 of 16 bit"] = (2, n => Repeated(n, 600, 12)),
        ["noise again after 50000"] = (1, n => Repeated(n, 50000, 13)),
        ["noise again after 110000"] = (1, n => Repeated(n, 110000, 14)),
        ["ramp"] = (2, n => Words(n, 15, (i, _) => i)),
        ["slow ramp"] = (2, n => Words(n, 16, (i, _) => i / 7)),
        ["gradient along both axes"] = (2, n => Words(n, 17, (i, _) => (i % Width * 3) + (i / Width * 5))),
        ["gradient with noise"] = (2, n => Words(n, 18, (i, r) => (i % Width * 20) + r.Next(9))),
        ["gradient with noise 8 bit"] = (1, n => Bytes(n, 19, (i, r) => (i % Width / 3) + r.Next(5))),
        ["sparse spots on zeros"] = (2, n => Words(n, 20, (_, r) => r.Next(300) == 0 ? r.Next(65536) : 0)),
        ["sparse spots on zeros 8 bit"] = (1, n => Bytes(n, 21, (_, r) => r.Next(20) == 0 ? r.Next(256) : 0)),
        ["fine chessboard"] = (1, n => Bytes(n, 22, (i, _) => ((i + (i / Width)) & 1) * 255)),
        ["coarse chessboard"] = (2, n => Words(n, 23, (i, _) => (((i / 16) + (i / Width / 16)) & 1) * 4095)),
        ["half noise, half pattern"] = (1, n => Mixed(n, 65536, 131072, 24)),
        ["noise and pattern in turn"] = (1, n => Mixed(n, 4096, 8192, 25)),
        ["noise with a little pattern"] = (1, n => Mixed(n, 14000, 16384, 26)),
        ["pattern with a little noise"] = (1, n => Mixed(n, 2000, 16384, 27)),
        ["two values at random"] = (1, n => Bytes(n, 28, (_, r) => r.Next(2) * 255)),
        ["two values, one rare"] = (2, n => Words(n, 29, (_, r) => r.Next(50) == 0 ? 65535 : 0)),
        ["random walk"] = (1, n => Walk(n, 30)),
        ["stripes with noise"] = (1, n => Bytes(n, 31, (i, r) => 100 + (60 * ((i % Width / 8) & 1)) + r.Next(8))),
        ["stripes with rare noise"] = (1, n => Bytes(n, 32, (i, r) => 100 + (60 * ((i % Width / 8) & 1)) + (r.Next(10) == 0 ? r.Next(16) : 0))),
        ["rows twice"] = (1, n => Doubled(n, 2 * Width, Width, 33)),
        ["long rows twice"] = (1, n => Doubled(n, 40000, 20000, 34)),
        ["columns twice"] = (1, n => Doubled(n, 2, 1, 35)),
        ["differences"] = (2, n => Words(n, 36, (_, r) => r.Next(4) - r.Next(4))),
        ["text"] = (1, n => Text(n, 37)),
    };

    /// <summary>Content that changes from block to block of 128 KiB, so that what one of them taught is wrong for the next.</summary>
    public static IReadOnlyDictionary<string, (int TypeSize, Func<int, byte[]> Make)> Changing { get; } = new Dictionary<string, (int, Func<int, byte[]>)>
    {
        ["three channels in turn"] = (1, n => InTurn(n, i => i % 3, "camera 8 bit", "gradient with noise 8 bit", "random walk")),
        ["noise, then gradients"] = (1, n => InTurn(n, i => i / 9, "camera 8 bit", "gradient with noise 8 bit", "stripes with noise")),
        ["noise, then labels"] = (4, n => InTurn(n, i => i / 10, "floats with noise", "labels of 32 bit", "large labels of 32 bit")),
        ["blocks at random"] = (1, n => InTurn(n, i => (int)(i * 2654435761L % 1009 % 5), "camera 8 bit", "random walk", "stripes with noise", "dark camera 8 bit", "text")),
        ["noise that begins to repeat"] = (1, n => Repeating(n, 41)),
        ["camera that begins to repeat"] = (2, n => Elements(n, 2, Of(Repeating(n / 2, 42)))),
        ["masks of few cells"] = (2, n => Words(n, 43, (i, _) => MaskAt(i % 65536, i / 65536))),
        ["light that changes"] = (2, n => Words(n, 44, (i, r) => Camera(i, r, 40 * (1 + (i / 65536))))),
    };

    private static Func<int, long> Of(byte[] values) => i => 300 + values[i];

    // Each block takes over more of the rows above than the last, with the same histogram.
    private static byte[] Repeating(int length, int seed)
    {
        var random = new Random(seed);
        var image = Bytes(length, seed, (_, r) => 100 + r.Next(20) + r.Next(20));
        for (var row = 8; row < length / Width; row++)
        {
            if (random.Next(length / Width) < row / 2)
            {
                var from = row - random.Next(1, 8);
                image.AsSpan(from * Width, Width).CopyTo(image.AsSpan(row * Width));
            }
        }

        return image;
    }

    private static int MaskAt(int i, int plane)
    {
        var (y, x) = Math.DivRem(i, 256);
        var (row, column) = (y / 61, x / 57);
        var (dy, dx) = ((y % 61) - 30, (x % 57) - 28);
        return (dy * dy) + (dx * dx) + (plane * row) < (plane * 37 % 401) - (column * 20) ? (plane % 7) + row + 1 : 0;
    }

    private static byte[] InTurn(int length, Func<int, int> choose, params string[] names)
    {
        const int BlockLength = 128 * 1024;
        var all = names.Select(name => All[name].Make(length)).ToArray();
        var whole = new byte[length];
        for (var start = 0; start < length; start += BlockLength)
        {
            var count = Math.Min(BlockLength, length - start);
            all[choose(start / BlockLength) % all.Length].AsSpan(start, count).CopyTo(whole.AsSpan(start));
        }

        return whole;
    }

    private static int Camera(int i, Random random, double light)
    {
        var (y, x) = Math.DivRem(i, Width);
        var spot = ((x - 40) % 97 * ((x - 40) % 97)) + ((y - 30) % 83 * ((y - 30) % 83));
        var mean = (light * (1 + (0.3 * Math.Sin(x * 0.006) * Math.Cos(y * 0.004)))) + (3 * light * Math.Exp(-spot / 40.0));
        var noise = (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2;
        return (int)Math.Max(0, mean + (noise * Math.Sqrt(mean)));
    }

    private static long LabelAt(int i)
    {
        var (y, x) = Math.DivRem(i, Width);
        var (row, column) = (y / 31, x / 29);
        var (dy, dx) = ((y % 31) - 15, (x % 29) - 14 + (row % 3));
        return (dy * dy) + (dx * dx) + (7 * Math.Sin(column + (dx * 0.7))) < 150 ? (row * 18) + column + 1 : 0;
    }

    private static byte[] Bytes(int length, int seed, Func<int, Random, int> value)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(i => (byte)Math.Clamp(value(i, random), 0, 255))];
    }

    private static byte[] Words(int length, int seed, Func<int, Random, int> value)
    {
        var random = new Random(seed);
        return Elements(length, 2, i => value(i, random));
    }

    private static byte[] Elements(int length, int size, Func<int, long> value)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length / size; i++)
        {
            var rest = value(i);
            for (var k = 0; k < size; k++, rest >>= 8)
            {
                bytes[(i * size) + k] = (byte)rest;
            }
        }

        return bytes;
    }

    private static byte[] Floats(int length, int seed)
    {
        var random = new Random(seed);
        return Elements(length, 4, i => BitConverter.SingleToInt32Bits((float)(Camera(i, random, 400) * 1.037 / 900)));
    }

    private static byte[] Doubles(int length, int seed)
    {
        var random = new Random(seed);
        return Elements(length, 8, _ => BitConverter.DoubleToInt64Bits(100 + random.NextDouble()));
    }

    private static byte[] Repeated(int length, int period, int seed)
    {
        var pattern = new byte[period];
        new Random(seed).NextBytes(pattern);
        return [.. Enumerable.Range(0, length).Select(i => pattern[i % period])];
    }

    private static byte[] Mixed(int length, int noise, int period, int seed)
    {
        var random = new Random(seed);
        var pattern = Repeated(length, 300, seed);
        return [.. Enumerable.Range(0, length).Select(i => i % period < noise ? (byte)(100 + random.Next(20) + random.Next(20)) : pattern[i])];
    }

    private static byte[] Walk(int length, int seed)
    {
        var random = new Random(seed);
        var value = 128;
        return [.. Enumerable.Range(0, length).Select(_ => (byte)(value = Math.Clamp(value + random.Next(-1, 2), 0, 255)))];
    }

    private static byte[] Doubled(int length, int period, int half, int seed)
    {
        var image = Bytes(length, seed, (_, random) => 100 + random.Next(20) + random.Next(20));
        return [.. Enumerable.Range(0, length).Select(i => image[(i / period * half) + (half > 1 ? i % half : 0)])];
    }

    private static byte[] Text(int length, int seed)
    {
        var random = new Random(seed);
        var words = Enumerable.Range(0, 600).Select(_ => Bytes(random.Next(3, 10), random.Next(), (_, r) => 'a' + r.Next(1 + r.Next(26)))).ToList();
        var text = new List<byte>();
        while (text.Count < length)
        {
            text.AddRange(words[random.Next(1 + random.Next(600))]);
            text.Add((byte)' ');
        }

        return [.. text.Take(length)];
    }
}
