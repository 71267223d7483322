using OmeZarr.Acquiring.Layout;

namespace OmeZarr.Acquiring;

/// <summary>What happens from time to time while frames come: durable points and progress reports.</summary>
/// <param name="settings">The settings.</param>
/// <param name="progress">The counts at this moment.</param>
/// <param name="makePoint">Makes a durable point; handles its own errors.</param>
internal sealed class Heartbeat(AcquisitionSettings settings, Func<AcquisitionProgress> progress, Func<CancellationToken, Task> makePoint)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource ending = new();
    private readonly SemaphoreSlim due = new(0);
    private Task running = Task.CompletedTask;
    private long frames;

    internal void Begin()
    {
        if (settings.Progress is not null || settings.DurableInterval is not null || settings.DurableFrames is not null)
        {
            running = Task.Run(RunAsync);
        }
    }

    /// <summary>A frame was appended.</summary>
    internal void Appended()
    {
        if (settings.DurableFrames is { } count && Interlocked.Increment(ref frames) % count == 0)
        {
            due.Release();
        }
    }

    /// <summary>Ends it, and waits for a point that is being made.</summary>
    internal async Task EndAsync()
    {
        await ending.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var tick = settings.DurableInterval is { } interval && interval < Longest ? interval : Longest;
        var last = DateTime.UtcNow;
        while (!ending.IsCancellationRequested)
        {
            var isDue = await WaitAsync(tick).ConfigureAwait(false);
            if (ending.IsCancellationRequested)
            {
                return;
            }

            settings.Progress?.Report(progress());
            if (isDue || DateTime.UtcNow - last >= settings.DurableInterval)
            {
                await makePoint(CancellationToken.None).ConfigureAwait(false);
                last = DateTime.UtcNow;
            }
        }
    }

    private async Task<bool> WaitAsync(TimeSpan tick)
    {
        try
        {
            return await due.WaitAsync(tick, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false; // the acquisition ends
        }
    }
}
