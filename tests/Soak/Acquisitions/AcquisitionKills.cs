using System.Diagnostics;
using System.Globalization;
using OmeZarr;
using Soak.Processes;

namespace Soak.Acquisitions;

/// <summary>Kills processes that acquire, recovers, and compares every pixel: frames before the last point that was acknowledged are there, all others are right or zero.</summary>
internal sealed class AcquisitionKills(int count, int seed)
{
    private readonly Lock gate = new();
    private readonly List<string> findings = [];
    private int started;
    private int points;
    private int completed;
    private int recovered;
    private int twice;

    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 1 if anything was found that must not be.</returns>
    internal async Task<int> RunAsync()
    {
        Console.WriteLine($"{count} acquisitions from seed {seed}");
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(WorkAsync)));
        findings.ForEach(Console.WriteLine);
        Console.WriteLine($"{count:N0} kills in {clock.Elapsed.TotalMinutes:F1} minutes: {recovered:N0} recoveries, {twice:N0} of them after a recovery that was cut short, {points:N0} with acknowledged points, {completed:N0} were complete already; {(findings is [] ? "all as promised" : $"{findings.Count} PROMISES BROKEN")}");
        return findings is [] ? 0 : 1;
    }

    private async Task WorkAsync()
    {
        for (var number = Interlocked.Increment(ref started) - 1; number < count; number = Interlocked.Increment(ref started) - 1)
        {
            var folder = Path.Join(Path.GetTempPath(), $"soak-acquisition-{Guid.NewGuid():N}");
            try
            {
                await KillAsync(seed + number, folder);
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception error)
            {
                lock (gate)
                {
                    findings.Add($"seed {seed + number}, {folder}: {error}");
                }
            }
        }
    }

    private async Task KillAsync(int number, string folder)
    {
        Directory.CreateDirectory(folder);
        var place = Path.Join(folder, number % 10 == 0 ? "killed.ozx" : "killed.ome.zarr");
        var (hasBegun, durable) = await AcquireAsync(place, number);
        var state = OmeAcquisition.StateOf(place);
        if (!hasBegun && state == AcquisitionState.Complete)
        {
            return; // killed before there was anything
        }

        if (state == AcquisitionState.Complete)
        {
            Interlocked.Increment(ref completed);
        }
        else
        {
            await RecoverAsync(place, new Random(number));
        }

        Interlocked.Add(ref points, durable > 0 ? 1 : 0);
        if (hasBegun)
        {
            await new RecoveredPixels(new KilledAcquisition(number), place).CheckAsync(durable);
        }
    }

    /// <summary>Some recoveries are stopped, and the next one goes on.</summary>
    private async Task RecoverAsync(string place, Random random)
    {
        if (random.Next(3) == 0)
        {
            using var stop = new CancellationTokenSource(random.Next(20));
            try
            {
                await OmeAcquisition.RecoverAsync(place, stop.Token);
                Interlocked.Increment(ref recovered);
                return;
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref twice);
            }
        }

        var recovery = await OmeAcquisition.RecoverAsync(place);
        Interlocked.Increment(ref recovered);
        if (recovery.FramesUnreadable > 0 || recovery.ValuesRemoved > 0)
        {
            throw new DifferenceException($"a kill damages nothing, but the recovery says {recovery}");
        }
    }

    /// <returns>Whether the acquisition had begun, and the frames before the last acknowledged durable point.</returns>
    private static async Task<(bool HasBegun, int Durable)> AcquireAsync(string place, int number)
    {
        using var process = Children.Start("acquire", place, $"{number}");
        var (random, hasBegun, durable) = (new Random(number), false, 0);
        var kill = random.Next(10) == 0 ? KillAfterAsync(process, random.Next(50, 400)) : null;
        var pointsBefore = random.Next(6);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == KilledAcquisition.HasBegun)
            {
                hasBegun = true;
            }
            else if (line.Split(' ') is [KilledAcquisition.Point, var frames] && int.TryParse(frames, NumberStyles.None, CultureInfo.InvariantCulture, out var acknowledged))
            {
                durable = Math.Max(durable, acknowledged);
                pointsBefore--;
            }

            kill ??= hasBegun && pointsBefore <= 0 ? KillAfterAsync(process, random.Next(random.Next(2) == 0 ? 5 : 300)) : null;
        }

        await process.WaitForExitAsync();
        var error = await process.StandardError.ReadToEndAsync();
        return error.Length == 0 ? (hasBegun, durable) : throw new DifferenceException($"the acquisition failed: {error}");
    }

    private static async Task KillAfterAsync(Process process, int milliseconds)
    {
        await Task.Delay(milliseconds);
        process.Kill();
    }
}
