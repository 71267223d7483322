namespace OmeZarr.Writing;

/// <summary>The labels that a builder has to do with, so that no two calls are about the same one. Thread-safe.</summary>
internal sealed class LabelNames
{
    private readonly Lock gate = new();
    private readonly OrderedDictionary<string, Entry> entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<PreparedArrays> prepared = [];
    private int landed;
    private bool closed;

    private enum State
    {
        /// <summary>A call is about it just now.</summary>
        Busy,

        /// <summary>To be prepared.</summary>
        Added,

        /// <summary>There, and perhaps being filled: it must not be replaced under the hands of whoever does that.</summary>
        Prepared,
    }

    /// <exception cref="ObjectDisposedException">The builder is disposed.</exception>
    internal void RequireOpen() => ObjectDisposedException.ThrowIf(Volatile.Read(ref closed), typeof(LabelsBuilder));

    /// <summary>Begins to write a label.</summary>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    internal void Begin(string name) => Take(name, new Entry(State.Busy, null));

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    /// <param name="name">The label.</param>
    /// <param name="hasLanded">Whether it is there now.</param>
    internal void End(string name, bool hasLanded)
    {
        lock (gate)
        {
            entries.Remove(name);
            landed += hasLanded ? 1 : 0;
        }
    }

    /// <summary>Remembers a label that is to be prepared.</summary>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    internal void Add(string name, ImageJob job) => Take(name, new Entry(State.Added, job));

    /// <summary>Begins to prepare all labels that were added.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    internal IReadOnlyList<ImageJob> BeginAdded()
    {
        lock (gate)
        {
            RequireOpen();
            var added = entries.Values.Where(entry => entry.State == State.Added).Select(entry => entry.Job!).ToList();
            SetAll(added, State.Busy);
            return added.Count > 0
                ? added
                : throw new InvalidOperationException($"No labels added. Use {nameof(LabelsBuilder.AddLabel)} before {nameof(LabelsBuilder.PrepareAsync)}.");
        }
    }

    /// <summary>Ends what <see cref="BeginAdded"/> began and an error interrupted.</summary>
    /// <param name="added">The labels.</param>
    /// <param name="haveLanded">Whether they are there all the same; otherwise another call may try again.</param>
    internal void EndAdded(IReadOnlyList<ImageJob> added, bool haveLanded)
    {
        lock (gate)
        {
            SetAll(added, State.Added);
            foreach (var job in added.Where(_ => haveLanded))
            {
                End(job.Path, hasLanded: true);
            }
        }
    }

    /// <summary>Ends what <see cref="BeginAdded"/> began.</summary>
    /// <returns>False if the builder was disposed meanwhile, so that the arrays are to be disposed as well.</returns>
    internal bool Keep(IReadOnlyList<ImageJob> added, PreparedArrays arrays)
    {
        lock (gate)
        {
            SetAll(added, State.Prepared);
            landed += added.Count;
            prepared.Add(arrays);
            return !closed;
        }
    }

    /// <summary>Refuses everything from now on.</summary>
    /// <returns>All arrays that were prepared.</returns>
    internal IReadOnlyList<PreparedArrays> Close()
    {
        lock (gate)
        {
            closed = true;
            return [.. prepared];
        }
    }

    /// <summary>How many labels were made, and how many are still to be.</summary>
    public override string ToString()
    {
        lock (gate)
        {
            var added = entries.Values.Count(entry => entry.State == State.Added);
            return $"{landed} {(landed == 1 ? "label" : "labels")} written{(added > 0 ? $", {added} to be prepared" : string.Empty)}";
        }
    }

    private void Take(string name, Entry entry)
    {
        lock (gate)
        {
            RequireOpen();
            if (entries.TryGetValue(name, out var other))
            {
                throw new InvalidOperationException($"label \"{name}\" {Described(other.State)}; choose another name");
            }

            entries.Add(name, entry);
        }
    }

    private static string Described(State state) => state switch
    {
        State.Added => $"was already added via {nameof(LabelsBuilder.AddLabel)}",
        State.Prepared => $"already exists in the labels group, prepared by this builder to be filled",
        _ => $"is being written by another call",
    };

    private void SetAll(IEnumerable<ImageJob> jobs, State state)
    {
        foreach (var job in jobs)
        {
            entries[job.Path] = new Entry(state, state == State.Prepared ? null : job);
        }
    }

    private sealed record Entry(State State, ImageJob? Job);
}
