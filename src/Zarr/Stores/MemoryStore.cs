using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Zarr.Stores;

/// <summary>A store in memory, for tests and for small data that never reach a disk.</summary>
/// <remarks>Values are copied in and out, so changes to a caller's memory change no value. All members may be called at the same
/// time. The values live as long as the store.</remarks>
public sealed class MemoryStore : IConditionalStore, IListableStore
{
    // A stored array is never changed, so readers need no lock.
    private readonly ConcurrentDictionary<string, StoredValue> values = new(StringComparer.Ordinal);
    private long versions;

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) =>
        GetRangeAsync(key, ByteRange.FromOffset(0), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return values.TryGetValue(key.Value, out var value) ? value.Copy(range) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<(IMemoryOwner<byte> Bytes, string? Version)?> GetVersionedRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return values.TryGetValue(key.Value, out var value) ? (value.Copy(range), value.Name) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return values.TryGetValue(key.Value, out var value) ? value.Bytes.Length : null;
    }

    /// <inheritdoc/>
    public async ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        values[key.Value] = NewVersion(value);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryCreateAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return values.TryAdd(key.Value, NewVersion(value));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryReplaceAsync(StoreKey key, ReadOnlyMemory<byte> value, string version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        cancellationToken.ThrowIfCancellationRequested();
        return values.TryGetValue(key.Value, out var present) && present.Name == version && values.TryUpdate(key.Value, NewVersion(value), present);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        values.TryRemove(key.Value, out _);
    }

    /// <inheritdoc/>
    public async ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default)
    {
        foreach (var key in KeysBelow(prefix))
        {
            cancellationToken.ThrowIfCancellationRequested();
            values.TryRemove(key, out _);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    /// <remarks>The keys are those at the beginning of the enumeration.</remarks>
    public async IAsyncEnumerable<StoreKey> ListAsync(StorePrefix prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var key in KeysBelow(prefix))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new StoreKey(key);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ListChildrenAsync(StorePrefix prefix, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = prefix.IsRoot ? 0 : prefix.Value.Length + 1;
        return [.. KeysBelow(prefix).Select(key => FirstPart(key.AsSpan(start))).Distinct().Order(StringComparer.Ordinal)];
    }

    private StoredValue NewVersion(ReadOnlyMemory<byte> value) => new(value.ToArray(), Interlocked.Increment(ref versions));

    private static string FirstPart(ReadOnlySpan<char> path) => path.IndexOf('/') is >= 0 and var slash ? path[..slash].ToString() : path.ToString();

    private IEnumerable<string> KeysBelow(StorePrefix prefix)
    {
        var start = prefix.IsRoot ? string.Empty : $"{prefix}/";
        return values.Keys.Where(key => key.StartsWith(start, StringComparison.Ordinal));
    }

    private sealed record StoredValue(byte[] Bytes, long Version)
    {
        internal string Name => Version.ToString(CultureInfo.InvariantCulture);

        internal PooledMemory Copy(ByteRange range)
        {
            var (offset, length) = range.Resolve(Bytes.Length);
            return PooledMemory.CopyOf(Bytes.AsSpan((int)offset, (int)length));
        }
    }
}
