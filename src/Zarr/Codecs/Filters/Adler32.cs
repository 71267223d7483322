namespace Zarr.Codecs.Filters;

/// <summary>Adler-32, as zlib has it (RFC 1950).</summary>
internal static class Adler32
{
    private const uint Modulus = 65521;

    // The most bytes after which neither sum has left 32 bits.
    private const int LongestRun = 5552;

    /// <summary>The checksum of some bytes.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var (low, high) = (1u, 0u);
        while (!bytes.IsEmpty)
        {
            var run = bytes[..Math.Min(LongestRun, bytes.Length)];
            foreach (var value in run)
            {
                low += value;
                high += low;
            }

            (low, high) = (low % Modulus, high % Modulus);
            bytes = bytes[run.Length..];
        }

        return (high << 16) | low;
    }
}
