using System.Diagnostics.CodeAnalysis;

namespace OmeZarr.Acquiring.Frames;

/// <summary>The memory for frames: a fixed number of places. A frame takes a place, and a buffer unless its memory is lent; it counts with the levels that will be computed of it. Thread-safe.</summary>
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
    private readonly LinkedList<TaskCompletionSource> waiting = [];
    private bool isLeft;
    private bool makesNothing;
    private long used;
    private long peak;
    private Exception? failure;

    /// <summary>Bytes of the frames in use.</summary>
    internal long UsedBytes => Interlocked.Read(ref used) * cost;

    /// <summary>The most bytes that were ever in use.</summary>
    internal long PeakBytes => Interlocked.Read(ref peak) * cost;

    /// <summary>What went wrong when lent memory was given back; null for nothing.</summary>
    internal string? Problem { get; set; }

    /// <summary>Whether a call waits for a place.</summary>
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

    /// <summary>Makes no buffers ahead any more, and forgets those that were made: frames come in memory that is lent.</summary>
    internal void MakeNothing()
    {
        if (Volatile.Read(ref makesNothing))
        {
            return;
        }

        lock (gate)
        {
            Volatile.Write(ref makesNothing, true);
            free.Clear();
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

    /// <summary>Takes a place if one is free.</summary>
    internal bool TryRent([NotNullWhen(true)] out FrameBuffer? frame)
    {
        lock (gate)
        {
            if (used >= capacity || waiting.Count > 0)
            {
                frame = null;
                return false;
            }

            peak = Math.Max(peak, ++used);
        }

        frame = new FrameBuffer(this);
        return true;
    }

    /// <summary>Waits for a place. Calls get them in their order.</summary>
    internal async Task<FrameBuffer> RentAsync(CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (failure is not null)
            {
                throw failure;
            }

            if (used < capacity && waiting.Count == 0)
            {
                peak = Math.Max(peak, ++used);
                turn.SetResult();
            }
            else
            {
                waiting.AddLast(turn);
            }
        }

        using var registration = cancellationToken.Register(() => Cancel(turn, cancellationToken));
        await turn.Task.ConfigureAwait(false);
        return new FrameBuffer(this);
    }

    /// <summary>Takes a buffer for a frame that has a place.</summary>
    internal byte[] Take()
    {
        lock (gate)
        {
            if (free.TryPop(out var pixels))
            {
                return pixels;
            }
        }

        return GC.AllocateUninitializedArray<byte>(length);
    }

    /// <summary>Gives a place to the call that waits longest, or frees it.</summary>
    /// <param name="pixels">The buffer of the frame; null if it had none.</param>
    internal void Return(byte[]? pixels)
    {
        lock (gate)
        {
            if (pixels is not null)
            {
                free.Push(pixels);
            }

            if (waiting.First is { } first)
            {
                waiting.RemoveFirst();
                first.Value.SetResult();
                return;
            }

            used--;
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
            var isNeeded = !isLeft && !makesNothing && used + free.Count < wanted;
            if (!isNeeded || made is null)
            {
                return isNeeded;
            }

            free.Push(made);
            return used + free.Count < wanted;
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

    private void Cancel(TaskCompletionSource turn, CancellationToken cancellationToken)
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
