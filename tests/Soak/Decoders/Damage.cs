using System.Buffers.Binary;
using Blosc.Tests.Zstd.Decoding;

namespace Soak.Decoders;

/// <summary>Damages stored bytes as disks, networks and bad intentions do.</summary>
internal static class Damage
{
    private static readonly int[] Lies = [0, 1, -1, 15, 16, 127, 128, 255, 256, 65_535, 65_536, 1 << 20, int.MaxValue, int.MinValue, int.MaxValue - 15];

    /// <summary>A damaged copy.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="intact">What is damaged.</param>
    /// <param name="other">Something like it, of which parts may get in.</param>
    internal static byte[] Of(Random random, byte[] intact, byte[] other)
    {
        var damaged = intact.ToArray();
        for (var times = random.Next(1, 4); times > 0 && damaged.Length > 0; times--)
        {
            damaged = Once(random, damaged, other);
        }

        return damaged;
    }

    private static byte[] Once(Random random, byte[] bytes, byte[] other)
    {
        switch (random.Next(7))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                return [.. bytes, .. other.AsSpan(0, random.Next(Math.Min(other.Length, 100) + 1))];
            case 2:
                return [.. bytes.AsSpan(0, random.Next(bytes.Length)), .. other.AsSpan(random.Next(other.Length + 1))];
            case 3:
                Splice(random, bytes, other);
                return bytes;
            case 4 or 5:
                FrameDamage.Apply(bytes, random);
                return bytes;
            default:
                Lie(random, bytes);
                return bytes;
        }
    }

    private static void Splice(Random random, byte[] bytes, byte[] other)
    {
        var (from, to) = (random.Next(other.Length + 1), random.Next(bytes.Length));
        var length = random.Next(Math.Min(other.Length - from, bytes.Length - to) + 1);
        other.AsSpan(from, length).CopyTo(bytes.AsSpan(to));
    }

    // Numbers of four bytes are what headers and tables are made of, mostly at the front, in shards at the end.
    private static void Lie(Random random, byte[] bytes)
    {
        if (bytes.Length < 8)
        {
            return;
        }

        var near = random.Next(Math.Min(bytes.Length - 3, 64));
        var at = random.Next(3) switch { 0 => near & ~3, 1 => bytes.Length - 4 - near, _ => random.Next(bytes.Length - 3) };
        var before = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
        var lie = random.Next(3) switch { 0 => Lies[random.Next(Lies.Length)], 1 => unchecked(before + random.Next(-5, 6)), _ => random.Next() };
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), lie);
    }
}
