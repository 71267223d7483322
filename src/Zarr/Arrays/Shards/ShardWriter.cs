using Zarr.Codecs.Sharding;
using Zarr.Nodes;
using Zarr.Stores;

namespace Zarr.Arrays.Shards;

/// <summary>
/// Encodes and stores whole shards. A store that accepts values piece by piece receives inner chunks as they are encoded, so that no shard is ever whole in memory.
/// For any other store, the encoded shard is assembled first.
/// </summary>
internal sealed class ShardWriter(IWritableStore store, BoundSharding codec, NodeFolder folder, ShardIndexCache indexes)
{
    // Appended bytes cannot be changed, and an index at the start is known only after the inner chunks.
    private readonly IStreamingStore? streaming = codec.Index.AtEnd ? store as IStreamingStore : null;

    /// <summary>How inner chunks divide a shard.</summary>
    internal ShardGrid Grid => codec.Grid;

    /// <summary>Stores a shard, unless it holds only the fill value.</summary>
    /// <returns>Whether the shard was stored.</returns>
    internal async ValueTask<bool> TryWriteAsync(StoreKey key, ShardElements elements, CancellationToken cancellationToken)
    {
        using var encoder = codec.BeginEncoding();
        var write = streaming is null
            ? WriteWholeAsync(key, encoder, elements, cancellationToken)
            : WritePiecesAsync(streaming, key, encoder, elements, cancellationToken);
        return await write.ConfigureAwait(false);
    }

    private async ValueTask<bool> WriteWholeAsync(StoreKey key, ShardEncoder encoder, ShardElements elements, CancellationToken cancellationToken)
    {
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
        await folder.RequireSameAsync(cancellationToken).ConfigureAwait(false);
        using var changing = indexes.BeginChange(key);
        await store.SetAsync(key, shard.Memory[..(codec.Index.AtEnd ? end + indexLength : end)], cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<bool> WritePiecesAsync(
        IStreamingStore store, StoreKey key, ShardEncoder encoder, ShardElements elements, CancellationToken cancellationToken)
    {
        using var piece = PooledMemory.Rent(Math.Max(BufferSizes.ShardPiece + encoder.Room, codec.Index.Length));
        var length = EncodePiece(encoder, elements, piece.Memory.Span, cancellationToken);
        if (encoder.IsEmpty)
        {
            return false;
        }

        await folder.RequireSameAsync(cancellationToken).ConfigureAwait(false);
        var value = await store.BeginAsync(key, cancellationToken).ConfigureAwait(false);
        await using var disposed = value.ConfigureAwait(false);
        await value.AppendAsync(piece.Memory[..length], cancellationToken).ConfigureAwait(false);
        while (!encoder.IsDone)
        {
            length = EncodePiece(encoder, elements, piece.Memory.Span, cancellationToken);
            await value.AppendAsync(piece.Memory[..length], cancellationToken).ConfigureAwait(false);
        }

        await value.AppendAsync(piece.Memory[..encoder.EncodeIndex(piece.Memory.Span)], cancellationToken).ConfigureAwait(false);
        await folder.RequireSameAsync(cancellationToken).ConfigureAwait(false);
        using var changing = indexes.BeginChange(key);
        await value.PublishAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Encodes inner chunks until the piece is full or no inner chunk is left.</summary>
    /// <returns>Number of encoded bytes.</returns>
    private static int EncodePiece(ShardEncoder encoder, ShardElements elements, Span<byte> piece, CancellationToken cancellationToken)
    {
        var length = 0;
        while (!encoder.IsDone && length <= piece.Length - encoder.Room)
        {
            cancellationToken.ThrowIfCancellationRequested();
            length += encoder.EncodeNext(elements, piece[length..]);
        }

        return length;
    }
}
