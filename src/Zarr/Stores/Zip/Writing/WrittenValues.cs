namespace Zarr.Stores.Zip;

/// <summary>The values of an archive that is being written, by key. Thread-safe.</summary>
internal sealed class WrittenValues
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, WrittenValue> values = new(StringComparer.Ordinal);
    private long inMemory;
    private bool isComplete;

    /// <summary>Bytes of values that are only in memory.</summary>
    internal long InMemory => Interlocked.Read(ref inMemory);

    internal WrittenValue? Find(string key)
    {
        lock (gate)
        {
            return values.GetValueOrDefault(key);
        }
    }

    /// <summary>Whether no value can be added any more.</summary>
    internal void RequireOpen()
    {
        if (Volatile.Read(ref isComplete))
        {
            throw new InvalidOperationException("the archive is published; nothing more can be written to it");
        }
    }

    internal void Set(string key, WrittenValue value)
    {
        lock (gate)
        {
            Replace(key, value);
        }
    }

    /// <returns>Whether the key was absent.</returns>
    internal bool TryAdd(string key, WrittenValue value)
    {
        lock (gate)
        {
            if (values.ContainsKey(key))
            {
                return false;
            }

            Replace(key, value);
            return true;
        }
    }

    /// <summary>Puts a value in place of another if that is still there.</summary>
    internal void Exchange(string key, WrittenValue old, WrittenValue value)
    {
        lock (gate)
        {
            if (ReferenceEquals(values.GetValueOrDefault(key), old))
            {
                Replace(key, value);
            }
        }
    }

    internal void Remove(string key)
    {
        lock (gate)
        {
            RequireOpen();
            if (values.Remove(key, out var removed))
            {
                inMemory -= removed.Bytes?.Length ?? 0;
            }
        }
    }

    /// <summary>The keys below a prefix.</summary>
    internal string[] KeysBelow(StorePrefix prefix)
    {
        var start = prefix.IsRoot ? string.Empty : $"{prefix}/";
        lock (gate)
        {
            return [.. values.Keys.Where(key => key.StartsWith(start, StringComparison.Ordinal))];
        }
    }

    /// <summary>The values that are only in memory, in the order in which they are to be written.</summary>
    internal List<KeyValuePair<string, WrittenValue>> Pending()
    {
        lock (gate)
        {
            return [.. values.Where(value => value.Value.Bytes is not null).OrderBy(value => value.Key, DocumentOrder.Instance)];
        }
    }

    /// <summary>Ends the writing.</summary>
    internal void Complete()
    {
        lock (gate)
        {
            RequireOpen();
            isComplete = true;
        }
    }

    /// <summary>All values, in the order of the central directory.</summary>
    internal List<KeyValuePair<string, WrittenValue>> All()
    {
        lock (gate)
        {
            return [.. values.OrderBy(value => value.Key, DocumentOrder.Instance)];
        }
    }

    private void Replace(string key, WrittenValue value)
    {
        RequireOpen();
        inMemory += (value.Bytes?.Length ?? 0) - (values.GetValueOrDefault(key)?.Bytes?.Length ?? 0);
        values[key] = value;
    }
}
