namespace MakeSamples;

/// <summary>A linear congruential generator (Knuth's MMIX): the same numbers on every machine and in every version of .NET.</summary>
internal sealed class Lcg(ulong seed)
{
    private ulong state = seed;

    /// <summary>The next number from 0 to <paramref name="bound"/> - 1.</summary>
    public int Next(int bound)
    {
        state = unchecked((state * 6364136223846793005) + 1442695040888963407);
        return (int)((state >> 33) % (ulong)bound);
    }
}
