namespace Zarr.Arrays;

/// <summary>
/// Limits the bytes that all readers of an array use for decoding at the same time. A reader waits while the budget is used up, first come, first served. A reader that is alone never waits.
/// </summary>
/// <remarks>Thread-safe. A task that holds a share must not take another one before it returns the first: two such tasks could wait for each other.</remarks>
internal sealed class DecodingBudget(long capacity)
{
    private readonly Lock gate = new();
    private readonly Queue<Waiter> waiting = new();
    private long used;
    private long peak;

    /// <summary>The most bytes that were in use at any time.</summary>
    internal long Peak => Volatile.Read(ref peak);

    /// <summary>Number of shares of this size that fit the budget at the same time; at least one.</summary>
    internal int Count(long bytes) => bytes <= BufferSizes.UncountedDecoding ? int.MaxValue : (int)Math.Clamp(capacity / bytes, 1, int.MaxValue);

    /// <summary>Takes a share. Disposing it returns the bytes. Small shares are not counted, so that ordinary chunks cost nothing here.</summary>
    internal ValueTask<Share> TakeAsync(long bytes, CancellationToken cancellationToken)
    {
        if (bytes <= BufferSizes.UncountedDecoding)
        {
            return default;
        }

        Waiter waiter;
        lock (gate)
        {
            if (waiting.Count == 0 && TryTake(bytes))
            {
                return ValueTask.FromResult(new Share(this, bytes));
            }

            waiter = new Waiter(bytes);
            waiting.Enqueue(waiter);
        }

        return WaitAsync(waiter, cancellationToken);
    }

    private async ValueTask<Share> WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister((_, token) => Cancel(waiter, token), null);
        await waiter.Turn.Task.ConfigureAwait(false);
        return new Share(this, waiter.Bytes);
    }

    private bool TryTake(long bytes)
    {
        if (used > 0 && used > capacity - bytes)
        {
            return false;
        }

        used += bytes;
        peak = Math.Max(peak, used);
        return true;
    }

    private void Cancel(Waiter waiter, CancellationToken token)
    {
        if (waiter.Turn.TrySetCanceled(token))
        {
            Give(0); // others may wait behind this waiter
        }
    }

    private void Give(long bytes)
    {
        lock (gate)
        {
            used -= bytes;
            while (waiting.TryPeek(out var next) && (next.Turn.Task.IsCompleted || TryTake(next.Bytes)))
            {
                waiting.Dequeue();
                if (!next.Turn.Task.IsCompleted && !next.Turn.TrySetResult())
                {
                    used -= next.Bytes; // cancelled since the check
                }
            }
        }
    }

    /// <summary>Bytes taken from the budget.</summary>
    internal readonly struct Share(DecodingBudget budget, long bytes) : IDisposable
    {
        public void Dispose()
        {
            if (bytes > 0)
            {
                budget.Give(bytes);
            }
        }
    }

    private sealed record Waiter(long Bytes)
    {
        internal TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
