using CsCheck;
using Zarr.Tests;

namespace Soak.Arrays;

/// <summary>A random array through a random life; see <see cref="RandomLives"/>.</summary>
internal static class ArrayCase
{
    internal static async Task RunAsync(Random random, Tally tally)
    {
        var life = RandomLives.Cases.Generate(new PCG((uint)random.Next(), (ulong)random.NextInt64()), null, out _);
        try
        {
            await RandomLives.LiveAsync(life);
        }
        catch (Exception error)
        {
            throw new DifferenceException(life.ToString(), error);
        }

        tally.Add("arrays that held what a naive array holds");
        tally.Add("steps in their lives", life.Steps.Length);
    }
}
