using CsCheck;
using Zarr.Tests.Checking;

namespace Soak.Arrays;

/// <summary>A random array with one random fault; see <see cref="RandomFaults"/>.</summary>
internal static class FaultCase
{
    internal static async Task RunAsync(Random random, Tally tally)
    {
        var (metadata, seed) = RandomFaults.Cases.Generate(new PCG((uint)random.Next(), (ulong)random.NextInt64()), null, out _);
        try
        {
            await RandomFaults.CheckAsync(metadata, new Random(seed));
        }
        catch (Exception error)
        {
            throw new DifferenceException($"seed {seed} of {metadata}", error);
        }

        tally.Add("faults that were found, or did not keep readers from reading");
    }
}
