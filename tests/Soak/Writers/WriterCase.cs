using OmeZarr.Tests.Writing;
using Soak.Processes;
using TestKit;

namespace Soak.Writers;

/// <summary>Hierarchies of all kinds are written while writes fail, callers cancel and processes are killed.</summary>
internal static class WriterCase
{
    internal static Task RunAsync(Random random, Tally tally) => random.Next(8) switch
    {
        0 => KillAsync(random, tally),
        < 4 => WriteAtOnceAsync(random, tally),
        _ => new GrowthCase(random, tally).RunAsync(),
    };

    private static async Task KillAsync(Random random, Tally tally)
    {
        var (table, kind) = (new KillTable(), WriterKinds.All[random.Next(WriterKinds.All.Count)]);
        await new KillCase(random, table, kind).RunAsync(kills: 1);
        DifferenceException.Require(table.Findings is [], string.Join('\n', table.Findings));
        tally.Add($"killed while writing, whole, and written once more: {kind}");
    }

    private static async Task WriteAtOnceAsync(Random random, Tally tally)
    {
        using var folder = new TemporaryFolder();
        var (root, folders, hierarchy) = (folder["h.ome.zarr"], new UnreliableFolders(random), OneShot.Make(random));
        if (random.Next(2) == 0)
        {
            await OneShot.Make(random).WriteAsync(root, RandomOptions.Make(random));
        }

        using var cancellation = new CancellationTokenSource();
        var (before, last, chunks) = (folder.Snapshot(), random.Next(2) == 0 ? random.Next(1, 60) : int.MaxValue, 0);
        var options = folders.In(RandomOptions.Make(random)) with { Progress = new Listener(_ => CancelAt(Interlocked.Increment(ref chunks) == last, cancellation)) };
        try
        {
            await hierarchy.WriteAsync(root, options, cancellation.Token);
            DifferenceException.Require(folders.Failures == 0, "a write failed, but nobody was told");
            await Hierarchy.RequireAsync(root, hierarchy.Images);
            tally.Add("written at once and read");
        }
        catch (Exception error) when (UnreliableFolders.IsWanted(error))
        {
            DifferenceException.Require(before.SequenceEqual(folder.Snapshot()), "what was there has changed");
            tally.Add($"written at once, {error.GetType().Name}: all as before");
            await hierarchy.WriteAsync(root, RandomOptions.Make(random));
            await Hierarchy.RequireAsync(root, hierarchy.Images);
            tally.Add("written at once, tried again and read");
        }

        Hierarchy.RequireNothingUnfinished(folder.Path);
    }

    private static void CancelAt(bool now, CancellationTokenSource cancellation)
    {
        if (now)
        {
            cancellation.Cancel();
        }
    }
}
