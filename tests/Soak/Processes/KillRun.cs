using System.Diagnostics;

namespace Soak.Processes;

/// <summary>Kills so many processes, of all kinds of writers in turn, and goes on when something is found.</summary>
internal sealed class KillRun(int count, int seed)
{
    private const int KillsOfFolder = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly KillTable table = new();
    private int started;

    /// <summary>Runs it and prints the table.</summary>
    /// <returns>The exit code: 1 if anything was found that must not be.</returns>
    internal async Task<int> RunAsync()
    {
        Console.WriteLine($"{count} kills from seed {seed}{(table.CanTrace ? string.Empty : "\nSKIPPED: kills at system calls, because strace is not installed; all are at random times")}");
        var clock = Stopwatch.StartNew();
        var work = Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(WorkAsync)));
        while (await Task.WhenAny(work, Task.Delay(Pause)) != work)
        {
            Console.WriteLine($"{clock.Elapsed:hh\\:mm\\:ss} {table.Kills:N0} kills, {table.Findings.Count} findings");
        }

        await work;
        Console.WriteLine($"{table}\n{string.Join('\n', table.Findings)}\n{table.Kills:N0} kills in {clock.Elapsed.TotalMinutes:F1} minutes: {(table.Findings is [] ? "all as promised" : "PROMISES BROKEN")}");
        return table.Findings is [] ? 0 : 1;
    }

    private async Task WorkAsync()
    {
        for (var folder = Interlocked.Increment(ref started) - 1; folder * KillsOfFolder < count; folder = Interlocked.Increment(ref started) - 1)
        {
            var kills = Math.Min(KillsOfFolder, count - (folder * KillsOfFolder));
            await new KillCase(new Random(seed + folder), table, WriterKinds.All[folder % WriterKinds.All.Count]).RunAsync(kills);
        }
    }
}
