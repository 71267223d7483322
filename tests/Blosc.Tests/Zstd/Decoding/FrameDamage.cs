namespace Blosc.Tests.Zstd.Decoding;

/// <summary>Damages bytes, those at the beginning more often: there are the lengths and the tree.</summary>
internal static class FrameDamage
{
    private const int HeadLength = 80;

    public static void Apply(Span<byte> frame, Random random)
    {
        for (var hits = random.Next(1, 4); hits > 0; hits--)
        {
            var at = random.Next(random.Next(3) > 0 ? Math.Min(HeadLength, frame.Length) : frame.Length);
            frame[at] = random.Next(3) switch
            {
                0 => (byte)random.Next(256),
                1 => (byte)(frame[at] ^ (1 << random.Next(8))),
                _ => frame[random.Next(frame.Length)],
            };
        }
    }
}
