namespace OmeZarr.Rendering.Tiles;

/// <summary>Results that are made on demand and kept within a limit. Of several callers who want the same at the same time, one has it made, and the others wait with it. Work that nobody waits for any more is cancelled. Thread-safe.</summary>
/// <param name="capacity">The most that is kept, in the unit of <paramref name="costOf"/>. The results used last are kept.</param>
/// <param name="costOf">What it costs to keep a result.</param>
internal sealed class SharedWork<TKey, TValue>(long capacity, Func<TValue, long> costOf)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, Entry> entries = [];
    private readonly LinkedList<Entry> kept = new();
    private long total;

    /// <summary>The result for a key, made unless it is there. Errors are not kept.</summary>
    /// <param name="key">The key.</param>
    /// <param name="make">Makes the result; its token is cancelled when the last caller has left.</param>
    /// <param name="cancellationToken">Ends the waiting of this caller.</param>
    internal async Task<TValue> GetAsync(TKey key, Func<CancellationToken, Task<TValue>> make, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (entry, isNew) = Join(key);
        if (isNew)
        {
            _ = Task.Run(() => RunAsync(entry, make), CancellationToken.None);
        }

        try
        {
            return await entry.Completion.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(entry);
        }
    }

    private (Entry Entry, bool IsNew) Join(TKey key)
    {
        lock (gate)
        {
            var isKnown = entries.TryGetValue(key, out var entry);
            if (entry is null)
            {
                entry = new Entry(key);
                entries.Add(key, entry);
            }

            entry.Waiting++;
            if (entry.Place is { } place)
            {
                kept.Remove(place);
                kept.AddFirst(place);
            }

            return (entry, !isKnown);
        }
    }

    private void Leave(Entry entry)
    {
        lock (gate)
        {
            if (--entry.Waiting > 0 || entry.Completion.Task.IsCompleted)
            {
                return;
            }

            Forget(entry);
        }

        entry.Cancellation.Cancel();
    }

    private async Task RunAsync(Entry entry, Func<CancellationToken, Task<TValue>> make)
    {
        try
        {
            var value = await make(entry.Cancellation.Token).ConfigureAwait(false);
            Keep(entry, costOf(value));
            entry.Completion.SetResult(value);
        }
        catch (Exception error)
        {
            lock (gate)
            {
                Forget(entry);
            }

            entry.Completion.SetException(error);
            _ = entry.Completion.Task.Exception; // seen, also if nobody waits any more
        }
    }

    private void Keep(Entry entry, long cost)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(entry.Key, out var current) || current != entry)
            {
                return; // everybody has left
            }

            (entry.Cost, entry.Place) = (cost, kept.AddFirst(entry));
            total += cost;
            while (total > capacity && kept.Last is { } oldest)
            {
                Forget(oldest.Value);
            }
        }
    }

    private void Forget(Entry entry)
    {
        if (entries.TryGetValue(entry.Key, out var current) && current == entry)
        {
            entries.Remove(entry.Key);
        }

        if (entry.Place is { } place)
        {
            kept.Remove(place);
            (entry.Place, total) = (null, total - entry.Cost);
        }
    }

    private sealed class Entry(TKey key)
    {
        internal TKey Key { get; } = key;

        internal TaskCompletionSource<TValue> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal CancellationTokenSource Cancellation { get; } = new();

        internal int Waiting { get; set; }

        internal LinkedListNode<Entry>? Place { get; set; }

        internal long Cost { get; set; }
    }
}
