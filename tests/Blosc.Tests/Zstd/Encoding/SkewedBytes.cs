namespace Blosc.Tests.Zstd.Encoding;

/// <summary>Content for codes: some symbols side by side, the lowest of them the most frequent.</summary>
internal static class SkewedBytes
{
    public static byte[] Make(Random random, int length, int symbols, double skew)
    {
        var first = random.Next(0, 257 - symbols);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)(first + (int)(symbols * Math.Pow(random.NextDouble(), skew))))];
    }
}
