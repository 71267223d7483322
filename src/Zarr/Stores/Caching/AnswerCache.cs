namespace Zarr.Stores.Caching;

/// <summary>An answer that is kept.</summary>
/// <param name="Bytes">The bytes, which nobody changes; null if the value is absent.</param>
/// <param name="Version">Version of the value.</param>
internal sealed record CachedAnswer(byte[]? Bytes, string? Version);

/// <summary>Answers by key and range. All answers of a key are of one version, and leave together.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class AnswerCache(long capacity, TimeSpan maxAge, TimeProvider time)
{
    // What an answer takes beside its bytes, about.
    private const int AnswerLength = 256;

    private readonly Lock gate = new();
    private readonly Dictionary<StoreKey, LinkedListNode<Value>> values = [];
    private readonly LinkedList<Value> recent = [];
    private long length;

    /// <summary>The answer, if it is there and not too old.</summary>
    internal CachedAnswer? Find(StoreKey key, ByteRange range)
    {
        lock (gate)
        {
            if (!values.TryGetValue(key, out var node))
            {
                return null;
            }

            if (time.GetElapsedTime(node.Value.Start) >= maxAge)
            {
                Remove(node);
                return null;
            }

            recent.Remove(node);
            recent.AddFirst(node);
            return node.Value.Answers.GetValueOrDefault(range);
        }
    }

    /// <summary>Keeps an answer. What was kept of another version of the value is dropped.</summary>
    internal void Add(StoreKey key, ByteRange range, CachedAnswer answer)
    {
        var bytes = (answer.Bytes?.Length ?? 0) + AnswerLength;
        lock (gate)
        {
            if (values.TryGetValue(key, out var node) && node.Value.Version != VersionOf(answer))
            {
                Remove(node);
                node = null;
            }

            if (bytes > capacity)
            {
                return;
            }

            if (node is null)
            {
                node = recent.AddFirst(new Value(key, VersionOf(answer), time.GetTimestamp(), []));
                values.Add(key, node);
            }

            if (node.Value.Answers.TryAdd(range, answer))
            {
                node.Value.Bytes += bytes;
                length += bytes;
                Shrink();
            }
        }
    }

    private static string? VersionOf(CachedAnswer answer) => answer.Bytes is null ? "absent" : $"+{answer.Version}";

    private void Shrink()
    {
        while (length > capacity && recent.Last is { } oldest)
        {
            Remove(oldest);
        }
    }

    private void Remove(LinkedListNode<Value> node)
    {
        recent.Remove(node);
        values.Remove(node.Value.Key);
        length -= node.Value.Bytes;
    }

    private sealed record Value(StoreKey Key, string? Version, long Start, Dictionary<ByteRange, CachedAnswer> Answers)
    {
        internal long Bytes { get; set; }
    }
}
