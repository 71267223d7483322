using OmeZarr;

namespace Macro.Comparing;

/// <summary>What is compared.</summary>
internal sealed record CompareCase(RawFile Input, ChunkShape Chunks, BloscRecipe Recipe, string Output);

/// <summary>
/// Writes and reads the same array with our library and with a plain loop over c-blosc, in one process, in turns that change their order, to the same file
/// system. Rounds before those that count warm up, because the runtime compiles hot code again while it runs. All that is read is compared with the input.
/// </summary>
internal sealed class Comparison
{
    // CPU time: on a busy machine a second is too short.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private readonly LoadedInput input;
    private readonly OurSide ours;
    private readonly CSide theirs;
    private readonly Func<string, PairReport> reportOf;

    private Comparison(CompareCase test, LoadedInput input, LibBlosc blosc, int threads)
    {
        this.input = input;
        var (shape, dataType) = (test.Input.Shape, test.Input.DataType);
        var grid = new PlainGrid(shape, test.Chunks.For(shape, dataType), dataType.Size);
        var output = Path.GetFullPath(test.Output);
        Directory.CreateDirectory(output);
        var writing = new WriteCase(test.Input, null, test.Chunks, test.Recipe.ToCompression(dataType), threads, Path.Join(output, "ours.ome.zarr"));
        ours = new OurSide(writing, input.Source);
        theirs = new CSide(new CLoop(blosc, grid, test.Recipe, dataType.Size, threads), input.Address, Path.Join(output, "cblosc"));
        reportOf = operation => new PairReport(operation, test.Recipe, threads, input.Length);
    }

    internal static async Task RunAsync(CompareCase test, int[] threads, Repetition repetition, CancellationToken cancellationToken)
    {
        Posix.RequireLinux();
        var blosc = LibBlosc.Load();
        var input = test.Input.Load();
        using var destination = new WholeArray(input.Length);
        var warmUp = WarmUp;
        foreach (var count in threads)
        {
            var comparison = new Comparison(test, input, blosc, count);
            await comparison.CompareWritingAsync(warmUp, repetition, cancellationToken);
            await comparison.CompareReadingAsync(destination, warmUp, repetition, cancellationToken);
            comparison.ours.DeleteOutput();
            comparison.theirs.DeleteOutput();
            warmUp = TimeSpan.Zero;
        }
    }

    private async Task CompareWritingAsync(TimeSpan warmUp, Repetition repetition, CancellationToken cancellationToken)
    {
        var report = reportOf("write");
        foreach (var round in Rounds(warmUp, repetition, report))
        {
            foreach (var side in InTurn(round))
            {
                side.DeleteOutput();
                var timed = await Timed.RunAsync(() => side.WriteAsync(cancellationToken));
                report.Add(side.Name, round, timed, side.StoredBytes());
            }
        }

        report.Summarize();
    }

    /// <summary>Both read our files; before that the loop reads its own, which proves that they hold the image.</summary>
    private async Task CompareReadingAsync(WholeArray destination, TimeSpan warmUp, Repetition repetition, CancellationToken cancellationToken)
    {
        destination.Spoil();
        await theirs.ReadAsync(theirs.Folder, destination, cancellationToken);
        destination.RequireEqual(input.Address, "c-blosc, of its own files,");
        var report = reportOf("read");
        foreach (var round in Rounds(warmUp, repetition, report))
        {
            foreach (var side in InTurn(round))
            {
                destination.Spoil();
                var timed = await Timed.RunAsync(() => side.ReadAsync(ours.Folder, destination, cancellationToken));
                destination.RequireEqual(input.Address, side.Name);
                report.Add(side.Name, round, timed, ours.StoredBytes());
            }
        }

        report.Summarize();
    }

    private Side[] InTurn(int round) => round % 2 == 0 ? [ours, theirs] : [theirs, ours];

    /// <summary>-1 for each round that warms up, at least one, then from 0.</summary>
    private static IEnumerable<int> Rounds(TimeSpan warmUp, Repetition repetition, PairReport report)
    {
        var start = Environment.CpuUsage.TotalTime;
        do
        {
            yield return -1;
        }
        while (Environment.CpuUsage.TotalTime - start < warmUp);

        for (var round = 0; repetition.WantsMore(round, report.LeastWall); round++)
        {
            yield return round;
        }
    }
}
