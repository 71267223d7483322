using System.Collections.Concurrent;
using System.Diagnostics;

namespace Soak;

/// <summary>
/// Runs random cases on all processors until the time is over or one finds a difference. Each case has its own seed, so that one alone can be run again:
/// <c>--minutes 0 --seed S</c>.
/// </summary>
internal sealed class SoakRun(SoakOptions options)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private readonly Tally tally = new();
    private readonly ConcurrentDictionary<int, long> running = new();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private int started;
    private string? problem;

    private bool IsOver => problem is not null || clock.Elapsed >= options.Time;

    /// <summary>Runs the cases and prints what was found.</summary>
    /// <returns>The exit code: 1 if there was a difference.</returns>
    internal async Task<int> RunAsync(Func<Random, Tally, Task> runCase)
    {
        Console.WriteLine($"{options.Command} for {options.Time.TotalMinutes} minutes from seed {options.Seed}");
        var workers = options.Time == TimeSpan.Zero ? 1 : Environment.ProcessorCount;
        var work = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => WorkAsync(runCase))));
        while (await Task.WhenAny(work, Task.Delay(Pause)) != work)
        {
            LookForHangs();
        }

        await work;
        Console.WriteLine($"{started:N0} cases in {clock.Elapsed.TotalMinutes:F1} minutes\n{tally}\n{problem ?? "no difference"}");
        return problem is null ? 0 : 1;
    }

    private async Task WorkAsync(Func<Random, Tally, Task> runCase)
    {
        do
        {
            var seed = unchecked(options.Seed + Interlocked.Increment(ref started) - 1) & int.MaxValue;
            running[seed] = clock.ElapsedTicks;
            try
            {
                await runCase(new Random(seed), tally);
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref problem, $"DIFFERENCE in {Again(seed)}:\n{error}", null);
            }

            running.TryRemove(seed, out _);
        }
        while (!IsOver);
    }

    // A crash takes the process down without a word: the last line printed tells where to look for it.
    private void LookForHangs()
    {
        Console.WriteLine($"{clock.Elapsed:hh\\:mm\\:ss} {started:N0} cases; running are {string.Join(", ", running.Keys.Order())}");
        foreach (var (seed, since) in running)
        {
            if (Stopwatch.GetElapsedTime(since, clock.ElapsedTicks) > Longest)
            {
                Console.WriteLine($"{tally}\nHANG in {Again(seed)}");
                Environment.Exit(1);
            }
        }
    }

    private string Again(int seed) => $"{options.Command} --minutes 0 --seed {seed}";
}
