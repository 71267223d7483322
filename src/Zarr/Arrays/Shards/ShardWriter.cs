using Zarr.Codecs.Sharding;
using Zarr.Stores;

namespace Zarr.Arrays.Shards;

/// <summary>Encodes and stores whole shards.</summary>
internal sealed class ShardWriter(IWritableStore store, BoundSharding codec, ShardIndexCache indexes)
{
    /// <summary>How inner chunks divide a shard.</summary>
    internal ShardGrid Grid => codec.Grid;

    /// <summary>Stores a shard, unless it holds only the fill value.</summary>
    /// <returns>Whether it was stored.</returns>
    internal async ValueTask<bool> TryWriteAsync(StoreKey key, ShardElements elements, CancellationToken cancellationToken)
    {
        using var encoder = codec.BeginEncoding();
        using var shard = PooledMemory.Rent(codec.Output.MaxLength);
        var end = codec.Index.AtEnd ? 0 : codec.Index.Length;
        while (!encoder.IsDone)
        {
            cancellationToken.ThrowIfCancellationRequested();
            end += encoder.EncodeNext(elements, shard.Memory.Span[end..]);
        }

        if (encoder.IsEmpty)
        {
            return false;
        }

        var indexLength = encoder.EncodeIndex(shard.Memory.Span[(codec.Index.AtEnd ? end : 0)..]);
        using var changing = indexes.BeginChange(key);
        await store.SetAsync(key, shard.Memory[..(codec.Index.AtEnd ? end + indexLength : end)], cancellationToken).ConfigureAwait(false);
        return true;
    }
}
