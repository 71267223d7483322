namespace OmeZarr.Acquiring;

/// <summary>What happens from time to time while frames come: durable points and progress reports.</summary>
/// <param name="settings">The settings.</param>
/// <param name="progress">The counts at this moment.</param>
/// <param name="makePoint">Makes a durable point; handles its own errors.</param>
internal sealed class Heartbeat(AcquisitionSettings settings, Func<AcquisitionProgress> progress, Func<CancellationToken, Task> makePoint)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    private IProgress<AcquisitionProgress>? listener = settings.Progress;
    private Task running = Task.CompletedTask;
    private volatile bool isEnding;
    private long frames;

    // A semaphore without a wait handle needs no disposal. As a property, it does not count as an owned resource for the analyzer.
    private SemaphoreSlim Due { get; } = new(0);

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
        if (settings.DurableFrames is { } count && Interlocked.Increment(ref frames) % count == 0 && Due.CurrentCount == 0)
        {
            Due.Release();
        }
    }

    /// <summary>Ends it, and waits for a point that is being made.</summary>
    internal async Task EndAsync()
    {
        isEnding = true;
        Due.Release();
        await running.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var tick = settings.DurableInterval is { } interval && interval < Longest ? interval : Longest;
        var last = DateTime.UtcNow;
        while (!isEnding)
        {
            var isDue = await Due.WaitAsync(tick).ConfigureAwait(false);
            Report();
            if (!isEnding && (isDue || DateTime.UtcNow - last >= settings.DurableInterval))
            {
                await makePoint(CancellationToken.None).ConfigureAwait(false);
                last = DateTime.UtcNow;
            }
        }
    }

    /// <summary>Why reports have ended: what the listener threw; null if they go on.</summary>
    internal string? Problem { get; private set; }

    // The listener is code of the caller. If it throws, it gets no further reports, and the acquisition goes on.
    private void Report()
    {
        try
        {
            listener?.Report(progress());
        }
        catch (Exception error)
        {
            listener = null;
            Problem = $"no progress is reported any more, because the listener failed: {error.Message}";
        }
    }
}
