using System.Buffers;
using Zarr.Stores;

namespace Zarr.Arrays.Shards;

/// <summary>Bytes of which parts can be read: a stored shard, a shard inside a shard, a shard that was fetched whole.</summary>
internal interface IByteSource
{
    /// <summary>Whether a request costs so little that several short ones, into memory that stays in the processor's caches, are better than a long one.</summary>
    bool PrefersShortReads { get; }

    /// <summary>A part, cut where the bytes end; null if there is nothing stored. To be disposed.</summary>
    ValueTask<IMemoryOwner<byte>?> ReadAsync(ByteRange range, CancellationToken cancellationToken);
}

/// <summary>A value of a store.</summary>
internal sealed class StoredBytes(IStore store, StoreKey key) : IByteSource
{
    public bool PrefersShortReads => false;

    public async ValueTask<IMemoryOwner<byte>?> ReadAsync(ByteRange range, CancellationToken cancellationToken)
    {
        try
        {
            return await store.GetRangeAsync(key, range, cancellationToken).ConfigureAwait(false);
        }
        catch (NotSupportedException) when (range.IsSuffix)
        {
            return await ReadEndAsync(range, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>For stores that cannot count from the end, as some object stores.</summary>
    private async ValueTask<IMemoryOwner<byte>?> ReadEndAsync(ByteRange range, CancellationToken cancellationToken)
    {
        if (await store.GetLengthAsync(key, cancellationToken).ConfigureAwait(false) is not { } total)
        {
            return null;
        }

        var (offset, length) = range.Resolve(total);
        return await store.GetRangeAsync(key, ByteRange.FromOffset(offset, length), cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>An opened value of a store.</summary>
internal sealed class OpenedBytes(IValueSnapshot value) : IByteSource
{
    public bool PrefersShortReads => true;

    public async ValueTask<IMemoryOwner<byte>?> ReadAsync(ByteRange range, CancellationToken cancellationToken)
    {
        var (offset, length) = range.Resolve(value.Length);
        var memory = PooledMemory.Rent((int)length);
        try
        {
            memory.Shorten(await value.ReadAsync(offset, memory.Memory, cancellationToken).ConfigureAwait(false));
            return memory;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }
}

/// <summary>A part of other bytes, as if there were nothing else.</summary>
internal sealed class BytesInside(IByteSource outer, long offset, int length) : IByteSource
{
    public bool PrefersShortReads => outer.PrefersShortReads;

    public ValueTask<IMemoryOwner<byte>?> ReadAsync(ByteRange range, CancellationToken cancellationToken)
    {
        var (start, count) = range.Resolve(length);
        return outer.ReadAsync(ByteRange.FromOffset(offset + start, count), cancellationToken);
    }
}

/// <summary>Bytes in memory, which somebody else owns.</summary>
internal sealed class FetchedBytes(Memory<byte> bytes) : IByteSource
{
    public bool PrefersShortReads => false;

    public ValueTask<IMemoryOwner<byte>?> ReadAsync(ByteRange range, CancellationToken cancellationToken)
    {
        var (start, count) = range.Resolve(bytes.Length);
        return ValueTask.FromResult<IMemoryOwner<byte>?>(new Borrowed(bytes.Slice((int)start, (int)count)));
    }

    private sealed class Borrowed(Memory<byte> memory) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => memory;

        public void Dispose()
        {
            // The owner disposes of it.
        }
    }
}
