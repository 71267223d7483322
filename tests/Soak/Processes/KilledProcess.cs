using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Soak.Processes;

/// <summary>A process that writes (<see cref="WriterProcess"/>) and is killed.</summary>
internal sealed class KilledProcess : IDisposable
{
    // Calls that do not come by then are not made by this writer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Process writer;
    private readonly Dictionary<string, int> written = [];

    private KilledProcess(Process writer) => this.writer = writer;

    /// <summary>What it has said to be written: the latest seed of each path.</summary>
    internal IReadOnlyDictionary<string, int> Written => written;

    /// <summary>Whether strace is installed.</summary>
    internal static bool CanTrace()
    {
        try
        {
            using var strace = Process.Start(new ProcessStartInfo("strace", ["-V"]) { RedirectStandardOutput = true })!;
            strace.StandardOutput.ReadToEnd();
            strace.WaitForExit();
            return strace.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Starts a writer, which has written its first round and waits when this returns.</summary>
    /// <exception cref="DifferenceException">It could not write.</exception>
    internal static async Task<KilledProcess> StartAsync(string top, WriterKind kind, int round)
    {
        var process = new KilledProcess(Children.Start("write", top, $"{kind}", $"{round}"));
        if (await process.ReadUntilAsync(WriterProcess.HasBegun))
        {
            return process;
        }

        using (process)
        {
            throw new DifferenceException($"the writer ended by itself: {await process.writer.StandardError.ReadToEndAsync()}");
        }
    }

    /// <summary>Lets it go on; it never ends by itself.</summary>
    internal async Task GoOnAsync()
    {
        try
        {
            await writer.StandardInput.WriteLineAsync();
            await writer.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // A thread of the runtime may have made the call at which the process is killed, before the writer went on.
            if (!await HasEndedAsync(Patience))
            {
                throw;
            }
        }

        await ReadUntilAsync(string.Empty);
    }

    /// <summary>Lets it go on, and kills it.</summary>
    /// <returns>Whether it was killed where it was aimed at; otherwise it was killed later.</returns>
    internal async Task<bool> KillAsync(KillAim aim)
    {
        var (isHit, rest) = (true, Task.CompletedTask);
        if (aim is AtCall call)
        {
            using var tracer = Process.Start(new ProcessStartInfo("strace", call.Arguments(writer.Id)) { RedirectStandardError = true })!;
            await WaitUntilAttachedAsync(tracer);
            rest = GoOnAsync();
            isHit = await HasEndedAsync(Patience);
            writer.Kill();
            await tracer.StandardError.ReadToEndAsync();
            await tracer.WaitForExitAsync();
        }
        else
        {
            rest = GoOnAsync();
            await Task.Delay(((AtTime)aim).Wait);
            writer.Kill();
        }

        await rest;
        await writer.WaitForExitAsync();
        return isHit;
    }

    /// <summary>Kills it before it goes on.</summary>
    public void Dispose()
    {
        writer.Kill();
        writer.WaitForExit();
        writer.Dispose();
    }

    private async Task<bool> HasEndedAsync(TimeSpan time)
    {
        using var patience = new CancellationTokenSource(time);
        try
        {
            await writer.WaitForExitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task WaitUntilAttachedAsync(Process tracer)
    {
        while (await tracer.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Contains("attached", StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new DifferenceException("strace cannot follow the writer");
    }

    // The last line may be half a line.
    private async Task<bool> ReadUntilAsync(string last)
    {
        while (await writer.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == last)
            {
                return true;
            }

            if (line.Split(' ') is [WriterProcess.Written, var path, var seed])
            {
                written[path] = int.Parse(seed, CultureInfo.InvariantCulture);
            }
        }

        return false;
    }
}
