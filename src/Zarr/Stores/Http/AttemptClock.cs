using System.Diagnostics;

namespace Zarr.Stores.Http;

/// <summary>Limits the time of one request: for the answer, for each further part of it, and, so that a trickle is no way around that, for the whole.</summary>
internal sealed class AttemptClock : IDisposable
{
    // Bytes per second.
    private const double SlowestRate = 1024;

    private readonly CancellationTokenSource source;
    private readonly TimeSpan timeout;
    private readonly long start = Stopwatch.GetTimestamp();
    private long received;

    internal AttemptClock(TimeSpan timeout, CancellationToken cancellationToken)
    {
        this.timeout = timeout;
        source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Received(0);
    }

    /// <summary>Is cancelled when the time is up, or by the caller.</summary>
    internal CancellationToken Token => source.Token;

    /// <summary>Allows time for the next part.</summary>
    internal void Received(int bytes)
    {
        received += bytes;
        var left = timeout + TimeSpan.FromSeconds(received / SlowestRate) - Stopwatch.GetElapsedTime(start);
        source.CancelAfter(left <= TimeSpan.Zero ? TimeSpan.Zero : left < timeout ? left : timeout);
    }

    public void Dispose() => source.Dispose();
}
