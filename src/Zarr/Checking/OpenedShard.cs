using System.Buffers;
using Zarr.Arrays.Blocks;
using Zarr.Stores;

namespace Zarr.Checking;

/// <summary>A stored shard that is being read: opened if the store can, else fetched whole if it is short, else read by requests.</summary>
internal sealed class OpenedShard : IDisposable
{
    private readonly IDisposable? owned;

    private OpenedShard(IByteSource bytes, long length, IDisposable? owned) => (Bytes, Length, this.owned) = (bytes, length, owned);

    internal IByteSource Bytes { get; }

    internal long Length { get; }

    /// <summary>Whether all bytes came from one version of the shard.</summary>
    internal bool IsOneVersion => Bytes is not StoreSource source || source.IsOneVersion;

    /// <summary>Opens a shard; null if it is not stored.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">Key of the shard.</param>
    /// <param name="wholeLimit">Shards up to this number of bytes are fetched whole.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal static async ValueTask<OpenedShard?> OpenAsync(IStore store, StoreKey key, long wholeLimit, CancellationToken cancellationToken)
    {
        if (store is ISnapshotStore snapshots)
        {
            var value = await snapshots.OpenAsync(key, cancellationToken).ConfigureAwait(false);
            return value is null ? null : new OpenedShard(new SnapshotSource(value), value.Length, value);
        }

        if (await store.GetLengthAsync(key, cancellationToken).ConfigureAwait(false) is not { } length)
        {
            return null;
        }

        var requests = new StoreSource(store, key, expected: null);
        return length > wholeLimit
            ? new OpenedShard(requests, length, null)
            : await requests.ReadAsync(ByteRange.FromOffset(0, length), cancellationToken).ConfigureAwait(false) is { } bytes ? Whole(bytes) : null;
    }

    public void Dispose() => owned?.Dispose();

    private static OpenedShard Whole(IMemoryOwner<byte> bytes) => new(new BufferedSource(bytes.Memory, null), bytes.Memory.Length, bytes);
}
