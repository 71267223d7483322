using OmeZarr.Tests.Writing.Pyramids;
using TestKit;

namespace Soak.Pyramids;

/// <summary>Images of random types, lengths, factors, chunks, shards and methods are written with their levels, as a whole or in pieces; each element of each level is compared with a naive way.</summary>
internal static class PyramidSoak
{
    internal static async Task RunAsync(Random random, Tally tally)
    {
        using var folder = new TemporaryFolder();
        switch (random.Next(4))
        {
            case 0:
                await PyramidCase.WholeAsync(random, folder.Path);
                tally.Add("written at once, every level as it must be");
                break;
            case 1:
                await PyramidCase.OtherBackendAsync(random, folder.Path);
                tally.Add("written at once to another backend, every unit once, every level as it must be");
                break;
            default:
                await PyramidCase.PiecesAsync(random, folder.Path);
                tally.Add("written in pieces in any order, every level as it must be");
                break;
        }
    }
}
