using System.Diagnostics;
using Macro.Comparing;
using OmeZarr;

namespace Macro.Acquiring;

/// <summary>One acquisition, and what it took.</summary>
/// <param name="Seconds">Time until the acquisition was complete.</param>
/// <param name="Cpu">Seconds of processors.</param>
/// <param name="Calls">How long each call of AppendAsync took, in seconds.</param>
/// <param name="Progress">The counts at the end.</param>
internal sealed record AcquireRun(double Seconds, double Cpu, IReadOnlyList<double> Calls, AcquisitionProgress Progress)
{
    /// <summary>Acquires.</summary>
    /// <param name="test">What is acquired.</param>
    /// <param name="input">The frames.</param>
    /// <param name="rate">Frames per second; null for as many as are taken.</param>
    internal static async Task<AcquireRun> MeasureAsync(AcquireCase test, LoadedInput input, double? rate)
    {
        Folder.Delete(test.Output);
        var calls = new List<double>(test.Frames);
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        await using var acquisition = await OmeAcquisition.BeginAsync(test.Output, SettingsOf(test, test.Height, test.Width));
        await Task.Factory.StartNew(() => calls.AddRange(Frames(acquisition, test, input, rate)), TaskCreationOptions.LongRunning);
        var report = await acquisition.CompleteAsync();
        return new AcquireRun(Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, calls, report.Progress);
    }

    /// <summary>Acquires small frames, which takes little memory but loads the code: what a later run takes more is for frames and chunks.</summary>
    internal static async Task LoadCodeAsync(AcquireCase test, LoadedInput input)
    {
        const int Edge = 128;
        Folder.Delete(test.Output);
        await using var acquisition = await OmeAcquisition.BeginAsync(test.Output, SettingsOf(test, Edge, Edge));
        for (var frame = 0; frame < 500; frame++)
        {
            await acquisition.AppendAsync(input.Address, Edge * test.Input.DataType.Size);
        }
    }

    /// <summary>The time within which a part of the calls returned, in milliseconds.</summary>
    internal double Milliseconds(double part)
    {
        double[] sorted = [.. Calls.Order()];
        return Math.Round(1000 * sorted[Math.Min(sorted.Length - 1, (int)(part * sorted.Length))], 4);
    }

    private static AcquisitionSettings SettingsOf(AcquireCase test, long height, long width) => new()
    {
        Dimensions = [AcquisitionDimension.Time() with { Chunk = test.Chunk }, AcquisitionDimension.Y(height), AcquisitionDimension.X(width)],
        DataType = test.Input.DataType,
        Compression = test.Recipe.ToCompression(test.Input.DataType),
        MaxDegreeOfParallelism = test.Threads,
        MemoryLimit = test.MemoryLimit,
    };

    /// <summary>The thread of the camera: gives frames, and says how long each call took.</summary>
    private static IEnumerable<double> Frames(OmeAcquisition acquisition, AcquireCase test, LoadedInput input, double? rate)
    {
        var first = Stopwatch.GetTimestamp();
        for (var frame = 0L; frame < test.Frames; frame++)
        {
            if (rate is { } paced)
            {
                WaitUntil(first + (long)(frame * Stopwatch.Frequency / paced));
            }

            var called = Stopwatch.GetTimestamp();
            Append(acquisition, test, input.Address + (nint)(frame % test.FramesInFile * test.FrameBytes)).AsTask().GetAwaiter().GetResult();
            yield return Stopwatch.GetElapsedTime(called).TotalSeconds;
        }
    }

    private static ValueTask<bool> Append(OmeAcquisition acquisition, AcquireCase test, nint frame) =>
        test.IsLent ? acquisition.AppendAsync(new NativeWindow(frame, checked((int)test.FrameBytes))) : acquisition.AppendAsync(frame, test.FrameBytes / test.Height);

    /// <summary>Waits until the camera has its next frame.</summary>
    private static void WaitUntil(long moment)
    {
        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), moment) is var left && left > TimeSpan.Zero)
        {
            Posix.Sleep(left);
        }
    }
}
