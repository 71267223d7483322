using System.Buffers.Binary;

namespace Soak.Contents;

/// <summary>Content of chunks of all kinds that compressors treat differently, alone, one after the other and in turn.</summary>
internal static class RandomContent
{
    private delegate void Fill(Random random, Span<byte> content);

    private static readonly Fill[] Kinds =
        [Noise, Skewed, Camera, Sparse, Runs, Ramp, Repeats, Text, Labels, Walk, Floats, (r, b) => b.Fill((byte)r.Next(256)), (r, b) => r.NextBytes(b)];

    /// <summary>Content of a random length; few are long.</summary>
    internal static byte[] Make(Random random, int longest) => OfLength(random, random.Next(12) switch
    {
        0 => random.Next(Math.Min(70, longest)),
        < 4 => random.Next(Math.Min(5_000, longest)),
        < 11 => random.Next(Math.Min(400_000, longest)),
        _ => random.Next(longest),
    });

    /// <summary>Content of a length.</summary>
    internal static byte[] OfLength(Random random, int length)
    {
        var content = new byte[length];
        switch (random.Next(5))
        {
            case 0:
                Concatenate(random, content);
                break;
            case 1:
                Interleave(random, content);
                break;
            default:
                Kinds[random.Next(Kinds.Length)](random, content);
                break;
        }

        return content;
    }

    private static void Concatenate(Random random, Span<byte> content)
    {
        for (var pieces = random.Next(2, 8); !content.IsEmpty; pieces--)
        {
            var length = pieces <= 1 ? content.Length : random.Next(content.Length + 1);
            Kinds[random.Next(Kinds.Length)](random, content[..length]);
            content = content[length..];
        }
    }

    private static void Interleave(Random random, Span<byte> content)
    {
        var period = random.Next(2, 9);
        var plane = new byte[(content.Length / period) + 1];
        for (var k = 0; k < period; k++)
        {
            Kinds[random.Next(Kinds.Length)](random, plane);
            for (var i = k; i < content.Length; i += period)
            {
                content[i] = plane[i / period];
            }
        }
    }

    private static void Noise(Random random, Span<byte> content)
    {
        var (middle, width) = (random.Next(256), Math.Pow(2, random.NextDouble() * 8));
        foreach (ref var value in content)
        {
            value = (byte)(middle + (width * (random.NextDouble() + random.NextDouble() - 1)));
        }
    }

    // Each value so many times rarer than the one before.
    private static void Skewed(Random random, Span<byte> content)
    {
        var (ratio, step) = (0.05 + (0.94 * random.NextDouble()), (random.Next(128) * 2) + 1);
        foreach (ref var value in content)
        {
            value = (byte)(step * (int)Math.Min(255, Math.Log(1 - random.NextDouble()) / Math.Log(ratio)));
        }
    }

    private static void Camera(Random random, Span<byte> content)
    {
        var (light, shift, width, spread) = (random.Next(20, 20_000), random.Next(5), random.Next(64, 2048), random.NextDouble() * 3);
        for (var i = 0; i + 1 < content.Length; i += 2)
        {
            var mean = light * (1 + (0.4 * Math.Sin(i % width * 0.01) * Math.Cos(i / width * 0.013)));
            var value = mean + (spread * Math.Sqrt(mean) * (random.NextDouble() + random.NextDouble() - 1));
            BinaryPrimitives.WriteUInt16LittleEndian(content[i..], (ushort)((int)value << shift));
        }
    }

    private static void Sparse(Random random, Span<byte> content)
    {
        for (var (at, distance) = (0, random.Next(2, 3000)); at < content.Length; at += random.Next(1, distance))
        {
            content[at] = (byte)random.Next(256);
        }
    }

    private static void Runs(Random random, Span<byte> content)
    {
        for (var longest = random.Next(2, 2000); !content.IsEmpty;)
        {
            var length = Math.Min(content.Length, random.Next(1, longest));
            content[..length].Fill((byte)random.Next(256));
            content = content[length..];
        }
    }

    private static void Ramp(Random random, Span<byte> content)
    {
        var (size, step, noise) = (random.Next(1, 9), random.Next(1, 1000), random.Next(1, 4));
        for (var i = 0; i < content.Length; i++)
        {
            content[i] = (byte)((((long)(i / size) * step) + random.Next(noise)) >> (8 * (i % size)));
        }
    }

    // What comes again lies at distances of all magnitudes, those of windows and tables of compressors too.
    private static void Repeats(Random random, Span<byte> content)
    {
        var (farthest, longest, fresh) = (1 << random.Next(1, 23), random.Next(4, 70_000), random.Next(1, 3000));
        for (var at = 0; at < content.Length;)
        {
            var literals = content.Slice(at, Math.Min(content.Length - at, random.Next(1, fresh)));
            random.NextBytes(literals);
            at += literals.Length;
            var distance = random.Next(1, Math.Min(at, farthest) + 1);
            for (var end = Math.Min(content.Length, at + random.Next(3, longest)); at < end; at++)
            {
                content[at] = content[at - distance];
            }
        }
    }

    private static void Text(Random random, Span<byte> content)
    {
        var words = Enumerable.Range(0, random.Next(5, 600)).Select(_ => Word(random)).ToArray();
        while (!content.IsEmpty)
        {
            var word = words[random.Next(1 + random.Next(words.Length))];
            var length = Math.Min(word.Length, content.Length);
            word.AsSpan(0, length).CopyTo(content);
            content = content[length..];
        }
    }

    private static byte[] Word(Random random) => [.. Enumerable.Range(0, random.Next(1, 10)).Select(_ => (byte)('a' + random.Next(1 + random.Next(26)))), (byte)' '];

    private static void Labels(Random random, Span<byte> content)
    {
        var (width, cell, first) = (random.Next(50, 600), random.Next(3, 60), random.Next(100_000));
        for (var i = 0; i + 3 < content.Length; i += 4)
        {
            var (y, x) = Math.DivRem(i / 4, width);
            var (dy, dx) = ((y % cell) - (cell / 2), (x % cell) - (cell / 2));
            var label = (dy * dy) + (dx * dx) < cell * cell / 5 ? first + (y / cell * (width / cell)) + (x / cell) + 1 : 0;
            BinaryPrimitives.WriteInt32LittleEndian(content[i..], label);
        }
    }

    private static void Walk(Random random, Span<byte> content)
    {
        var (value, step) = (128, random.Next(1, 6));
        foreach (ref var next in content)
        {
            next = (byte)(value += random.Next(-step, step + 1));
        }
    }

    private static void Floats(Random random, Span<byte> content)
    {
        var (center, spread) = ((random.NextDouble() * 1000) - 500, random.NextDouble() * 10);
        for (var i = 0; i + 3 < content.Length; i += 4)
        {
            BinaryPrimitives.WriteSingleLittleEndian(content[i..], (float)(center + (spread * Math.Sin(i * 0.001)) + random.NextDouble()));
        }
    }
}
