namespace OmeZarr.Writing;

/// <summary>The series of a builder: those that have landed, those that are on their way, and those that wait to be prepared. Thread-safe.</summary>
internal sealed class SeriesRegister
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SeriesEntry> entries = new(StringComparer.OrdinalIgnoreCase); // some file systems ignore case
    private readonly List<(SeriesEntry Entry, SeriesJob Job)> waiting = [];
    private long next;

    /// <summary>How many series have landed.</summary>
    internal int LandedCount => Landed().Count;

    /// <summary>How many wait to be prepared.</summary>
    internal int WaitingCount
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    /// <summary>Takes a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="origin">What errors say about it, for example <c>added via AddSeries</c>.</param>
    /// <exception cref="ArgumentException">Another series has it.</exception>
    internal SeriesEntry Claim(string name, string origin)
    {
        lock (gate)
        {
            if (entries.TryGetValue(name, out var other))
            {
                var difference = other.Name == name ? string.Empty : $", as \"{other.Name}\", which differs only in case";
                throw new ArgumentException($"series \"{name}\" was already {other.Origin}{difference}; choose another name");
            }

            return entries[name] = new SeriesEntry(name, origin, next++);
        }
    }

    /// <summary>Gives the name of a series back that did not land.</summary>
    internal void Release(SeriesEntry entry)
    {
        lock (gate)
        {
            if (!entry.HasLanded)
            {
                entries.Remove(entry.Name);
            }
        }
    }

    /// <summary>Notes a series that is to be prepared.</summary>
    internal void Add(SeriesEntry entry, SeriesJob job)
    {
        lock (gate)
        {
            waiting.Add((entry, job));
        }
    }

    /// <summary>Takes all that wait, in the order in which they were added.</summary>
    internal IReadOnlyList<(SeriesEntry Entry, SeriesJob Job)> TakeWaiting()
    {
        lock (gate)
        {
            (SeriesEntry, SeriesJob)[] taken = [.. waiting];
            waiting.Clear();
            return taken;
        }
    }

    /// <summary>Lets those wait again that were taken and did not land.</summary>
    internal void PutBack(IReadOnlyList<(SeriesEntry Entry, SeriesJob Job)> taken)
    {
        lock (gate)
        {
            waiting.InsertRange(0, taken.Where(series => !series.Entry.HasLanded));
        }
    }

    /// <summary>The series that have landed, and some that are about to, in the order of the calls that brought them.</summary>
    internal IReadOnlyList<ListedSeries> Landed(params IEnumerable<SeriesEntry> more)
    {
        lock (gate)
        {
            return [.. entries.Values.Where(entry => entry.HasLanded).Concat(more).OrderBy(entry => entry.Number).Select(entry => entry.Listed)];
        }
    }

    /// <summary>Notes that series have landed.</summary>
    internal void Land(IEnumerable<SeriesEntry> landed)
    {
        lock (gate)
        {
            foreach (var entry in landed)
            {
                entry.HasLanded = true;
            }
        }
    }
}
