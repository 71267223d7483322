using System.Diagnostics.CodeAnalysis;

namespace OmeZarr.Acquiring.Frames;

/// <summary>The memory for frames: a fixed number of buffers of the same length, made when they are first needed. A buffer counts with the levels that will be computed of it. Thread-safe.</summary>
/// <param name="capacity">The largest number of frames.</param>
/// <param name="length">Bytes of a frame.</param>
/// <param name="cost">Bytes of a frame with its computed levels.</param>
internal sealed class FrameMemory(long capacity, int length, long cost)
{
    private readonly Lock gate = new();
    private readonly Stack<byte[]> free = [];
    private readonly LinkedList<TaskCompletionSource<byte[]>> waiting = [];
    private long used;
    private long peak;
    private Exception? failure;

    /// <summary>Bytes of the frames in use.</summary>
    internal long UsedBytes => Interlocked.Read(ref used) * cost;

    /// <summary>The most bytes that were ever in use.</summary>
    internal long PeakBytes => Interlocked.Read(ref peak) * cost;

    /// <summary>Whether a call waits for a buffer.</summary>
    internal bool IsAwaited
    {
        get
        {
            lock (gate)
            {
                return waiting.Count > 0;
            }
        }
    }

    /// <summary>Takes a buffer if there is one.</summary>
    internal bool TryRent([NotNullWhen(true)] out FrameBuffer? buffer)
    {
        byte[]? pixels;
        lock (gate)
        {
            if (used >= capacity || waiting.Count > 0)
            {
                buffer = null;
                return false;
            }

            peak = Math.Max(peak, ++used);
            free.TryPop(out pixels);
        }

        buffer = new FrameBuffer(this, pixels ?? GC.AllocateUninitializedArray<byte>(length));
        return true;
    }

    /// <summary>Waits for a buffer. Calls get them in their order.</summary>
    internal async Task<FrameBuffer> RentAsync(CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (failure is not null)
            {
                throw failure;
            }

            if (used < capacity && waiting.Count == 0)
            {
                peak = Math.Max(peak, ++used);
                turn.SetResult(free.TryPop(out var pixels) ? pixels : GC.AllocateUninitializedArray<byte>(length));
            }
            else
            {
                waiting.AddLast(turn);
            }
        }

        using var registration = cancellationToken.Register(() => Cancel(turn, cancellationToken));
        return new FrameBuffer(this, await turn.Task.ConfigureAwait(false));
    }

    /// <summary>Gives a buffer to the call that waits longest, or keeps it for the next one.</summary>
    internal void Return(byte[] pixels)
    {
        lock (gate)
        {
            if (waiting.First is { } first)
            {
                waiting.RemoveFirst();
                first.Value.SetResult(pixels);
                return;
            }

            used--;
            free.Push(pixels);
        }
    }

    /// <summary>Ends the calls that wait: nothing becomes free any more.</summary>
    internal void Fail(Exception error)
    {
        lock (gate)
        {
            failure = error;
            foreach (var turn in waiting)
            {
                turn.SetException(error);
            }

            waiting.Clear();
        }
    }

    /// <summary>Buffers become free again.</summary>
    internal void Recover()
    {
        lock (gate)
        {
            failure = null;
        }
    }

    private void Cancel(TaskCompletionSource<byte[]> turn, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (waiting.Remove(turn))
            {
                turn.SetCanceled(cancellationToken);
            }
        }
    }
}
