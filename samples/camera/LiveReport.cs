using System.Diagnostics;
using System.Globalization;
using OmeZarr;

namespace SimulatedCamera;

/// <summary>One line that changes while frames come: frames, rate, backlog, megabytes per second, and how long calls of AppendAsync took.</summary>
internal sealed class LiveReport : IProgress<AcquisitionProgress>
{
    private readonly Lock gate = new();
    private readonly List<double> calls = [];

    /// <summary>A call of AppendAsync took so long.</summary>
    internal void Called(TimeSpan time)
    {
        lock (gate)
        {
            calls.Add(time.TotalMilliseconds);
        }
    }

    /// <inheritdoc/>
    public void Report(AcquisitionProgress value) => Console.Error.Write((Console.IsErrorRedirected ? string.Empty : "\r") + LineOf(value) + (Console.IsErrorRedirected ? "\n" : string.Empty));

    internal string LineOf(AcquisitionProgress progress)
    {
        var megabytes = progress.BytesAppended / 1e6 / Math.Max(1e-3, progress.Elapsed.TotalSeconds);
        double[] sorted;
        lock (gate)
        {
            sorted = [.. calls.Order()];
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"{progress.Elapsed:mm\\:ss} {progress.FramesAppended,6:N0} frames {progress.FramesPerSecond,6:F1}/s {megabytes,6:F0} MB/s  backlog {progress.FramesWaiting,4:N0}  memory {progress.BytesInMemory / 1e6,5:F0} MB  durable {progress.FramesDurable,6:N0}  dropped {progress.FramesDropped:N0}  AppendAsync p50 {At(sorted, 0.5):F2} p99 {At(sorted, 0.99):F2} p99.9 {At(sorted, 0.999):F2} ms");
    }

    private static double At(double[] sorted, double part) => sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(part * sorted.Length))];

    /// <summary>Waits until the moment at which the camera has a frame, exactly.</summary>
    internal static async Task WaitUntilAsync(long moment)
    {
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), moment);
        if (left > TimeSpan.FromMilliseconds(3))
        {
            await Task.Delay(left - TimeSpan.FromMilliseconds(2));
        }

        SpinWait.SpinUntil(() => Stopwatch.GetTimestamp() >= moment);
    }
}
