using Blosc.Buffers;

namespace OmeZarr.Writing.Pyramids;

/// <summary>
/// The memory for parts of levels that are not complete. While it is over the limit, no further unit of level 0 is begun, unless no other is in work: then the one that comes next is needed to complete something.
/// Images that are written at the same time share it. Thread-safe.
/// </summary>
/// <param name="maxBytes">The limit in bytes. It is exceeded by what the units in work add.</param>
internal sealed class PyramidMemory(long maxBytes)
{
    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> waiting = new();
    private long used;
    private int working;

    /// <summary>The most bytes that were rented at the same time.</summary>
    internal long PeakBytes { get; private set; }

    /// <summary>Bytes that are rented at present.</summary>
    internal long UsedBytes
    {
        get
        {
            lock (gate)
            {
                return used;
            }
        }
    }

    /// <summary>Whether so many bytes fit within the limit.</summary>
    internal bool HasRoom(long bytes) => UsedBytes + bytes <= maxBytes;

    /// <summary>Waits until a unit may be begun. Disposing the result ends the work on it.</summary>
    internal async ValueTask<Work> BeginAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TaskCompletionSource turn;
            lock (gate)
            {
                if (working == 0 || used <= maxBytes)
                {
                    working++;
                    return new Work(this);
                }

                turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting.Enqueue(turn);
            }

            await turn.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    internal byte[] Rent(int length)
    {
        lock (gate)
        {
            used += length;
            PeakBytes = Math.Max(PeakBytes, used);
        }

        return SharedBuffers.Rent(length);
    }

    internal void Return(byte[] buffer, int length)
    {
        SharedBuffers.Return(buffer);
        Forget(length);
    }

    /// <summary>Counts a buffer as returned that somebody may still use after an error.</summary>
    internal void Forget(long length)
    {
        lock (gate)
        {
            used -= length;
        }
    }

    private void End()
    {
        lock (gate)
        {
            working--;

            // All look again: the first may have been cancelled.
            while (waiting.TryDequeue(out var turn))
            {
                turn.SetResult();
            }
        }
    }

    internal readonly struct Work(PyramidMemory memory) : IDisposable
    {
        public void Dispose() => memory.End();
    }
}
