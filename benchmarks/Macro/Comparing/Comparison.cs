using System.Diagnostics;
using OmeZarr;

namespace Macro.Comparing;

/// <summary>What is compared.</summary>
internal sealed record CompareCase(RawFile Input, ChunkShape Chunks, BloscRecipe Recipe, string Output);

/// <summary>
/// Writes and reads the same array with our library and with a plain loop over c-blosc, in one process, in turns that change their order, to the same file
/// system. Rounds before the first that counts warm up: the runtime
/// compiles hot code again while it runs. Everything that is read is compared with what was written.
/// </summary>
internal static class Comparison
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);

    internal static async Task RunAsync(CompareCase test, int[] threads, int repeats, CancellationToken cancellationToken)
    {
        Posix.RequireLinux();
        var blosc = LibBlosc.Load();
        var input = test.Input.Load();
        using var destination = new WholeArray(input.Length);
        foreach (var count in threads)
        {
            var sides = Sides(test, blosc, input, count);
            await CompareWritingAsync(test, sides, new PairReport("write", test.Recipe, count, input.Length), repeats, cancellationToken);
            await CompareReadingAsync(sides, destination, input, new PairReport("read", test.Recipe, count, input.Length), repeats, cancellationToken);
            sides.DeleteOutputs();
        }
    }

    private static Pair Sides(CompareCase test, LibBlosc blosc, LoadedInput input, int threads)
    {
        var (shape, dataType) = (test.Input.Shape, test.Input.DataType);
        var grid = new PlainGrid(shape, test.Chunks.For(shape, dataType), dataType.Size);
        var output = Path.GetFullPath(test.Output);
        var writing = new WriteCase(test.Input, null, test.Chunks, test.Recipe.ToCompression(dataType), threads, Path.Join(output, "ours.ome.zarr"));
        return new Pair(new OurSide(writing, input.Source), new CSide(new CLoop(blosc, grid, test.Recipe, dataType.Size, threads), input.Address, Path.Join(output, "cblosc")));
    }

    private static async Task CompareWritingAsync(CompareCase test, Pair sides, PairReport report, int repeats, CancellationToken cancellationToken)
    {
        foreach (var round in Rounds(repeats))
        {
            foreach (var side in sides.InTurn(round))
            {
                side.DeleteOutput();
                Directory.CreateDirectory(test.Output);
                var timed = await Timed.RunAsync(() => side.WriteAsync(cancellationToken));
                report.Add(side.Name, round, timed, side.StoredBytes());
            }
        }

        report.Summarize();
    }

    /// <summary>Both read our files; first the loop its own, which proves that they hold the image.</summary>
    private static async Task CompareReadingAsync(
        Pair sides, WholeArray destination, LoadedInput input, PairReport report, int repeats, CancellationToken cancellationToken)
    {
        destination.Spoil();
        await sides.Theirs.ReadAsync(sides.Theirs.Folder, destination, cancellationToken);
        destination.RequireEqual(input.Address, "c-blosc, of its own files,");
        foreach (var round in Rounds(repeats))
        {
            foreach (var side in sides.InTurn(round))
            {
                destination.Spoil();
                var timed = await Timed.RunAsync(() => side.ReadAsync(sides.Ours.Folder, destination, cancellationToken));
                destination.RequireEqual(input.Address, side.Name);
                report.Add(side.Name, round, timed, sides.Ours.StoredBytes());
            }
        }

        report.Summarize();
    }

    /// <summary>-1 for each round that warms up, then from 0.</summary>
    private static IEnumerable<int> Rounds(int repeats)
    {
        var clock = Stopwatch.StartNew();
        do
        {
            yield return -1;
        }
        while (clock.Elapsed < WarmUp);

        for (var round = 0; round < repeats; round++)
        {
            yield return round;
        }
    }

    private sealed record Pair(OurSide Ours, CSide Theirs)
    {
        /// <summary>Both sides, in an order that changes with the round.</summary>
        internal Side[] InTurn(int round) => round % 2 == 0 ? [Ours, Theirs] : [Theirs, Ours];

        internal void DeleteOutputs()
        {
            Ours.DeleteOutput();
            Theirs.DeleteOutput();
        }
    }
}
