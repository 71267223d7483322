using System.Diagnostics.CodeAnalysis;

namespace OmeZarr.Acquiring.Frames;

/// <summary>The memory for frames: a fixed number of buffers of the same length. A buffer counts with the levels that will be computed of it. Thread-safe.</summary>
/// <remarks>
/// The first use of fresh memory takes long, because the system gives it page by page; a camera would wait for that. So <see cref="Prepare"/> makes buffers before frames need them, and an acquisition takes over the
/// buffers of the one before it, if their length is the same.
/// </remarks>
/// <param name="capacity">The largest number of frames.</param>
/// <param name="length">Bytes of a frame.</param>
/// <param name="cost">Bytes of a frame with its computed levels.</param>
internal sealed class FrameMemory(long capacity, int length, long cost)
{
    /// <summary>Bytes of buffers that are made before frames need them, within the limits of their number.</summary>
    private const long PreparedBytes = 256 << 20;

    private const int LeastPrepared = 4;
    private const int MostPrepared = 64;

    private static readonly WeakReference<Stack<byte[]>> Spare = new([]);

    private readonly Lock gate = new();
    private readonly Stack<byte[]> free = TakeSpare(length);
    private readonly LinkedList<TaskCompletionSource<byte[]>> waiting = [];
    private bool isLeft;
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

    /// <summary>Makes buffers, and uses each byte of them once. Ends early when the memory is left.</summary>
    /// <param name="frames">The number of frames that will come; more buffers than that are not made.</param>
    internal void Prepare(long frames)
    {
        var wanted = Math.Min(Math.Min(capacity, frames), Math.Clamp(PreparedBytes / length, LeastPrepared, MostPrepared));
        byte[]? made = null;
        while (Needs(wanted, made))
        {
            made = GC.AllocateUninitializedArray<byte>(length);
            made.AsSpan().Clear();
        }
    }

    /// <summary>Leaves the buffers to the next acquisition, unless the garbage collector takes them before. No frame comes any more. A second call does nothing.</summary>
    internal void Leave()
    {
        lock (gate)
        {
            if (isLeft)
            {
                return;
            }

            isLeft = true;
            lock (Spare)
            {
                Spare.SetTarget(new Stack<byte[]>(free));
            }

            free.Clear();
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

    /// <summary>Adds a buffer, and says whether another one is needed.</summary>
    private bool Needs(long wanted, byte[]? made)
    {
        lock (gate)
        {
            if (made is not null && !isLeft && used + free.Count < wanted)
            {
                free.Push(made);
            }

            return !isLeft && used + free.Count < wanted;
        }
    }

    private static Stack<byte[]> TakeSpare(int length)
    {
        lock (Spare)
        {
            Spare.TryGetTarget(out var left);
            Spare.SetTarget([]);
            return left?.TryPeek(out var pixels) == true && pixels.Length == length ? left : [];
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
