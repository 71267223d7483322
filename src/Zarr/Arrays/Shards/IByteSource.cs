using System.Buffers;
using Zarr.Stores;

namespace Zarr.Arrays.Shards;

/// <summary>Bytes of which parts can be read: a stored shard, a shard inside a shard, a shard that was fetched whole.</summary>
internal interface IByteSource
{
    /// <summary>Whether a request costs so little that several short ones, into memory that stays in the processor's caches, are better than a long one.</summary>
    bool PrefersShortReads { get; }

    /// <summary>The version of the stored value that the bytes are of; null as long as nobody knows.</summary>
    ValueVersion? Version { get; }

    /// <summary>A part, cut where the bytes end; null if there is nothing stored. To be disposed.</summary>
    ValueTask<IMemoryOwner<byte>?> ReadAsync(ByteRange range, CancellationToken cancellationToken);
}

/// <summary>A value of a store, asked for by requests that may meet different versions of it.</summary>
/// <param name="store">The store.</param>
/// <param name="key">Key of the value.</param>
/// <param name="expected">The version that something is known of already; null if the first answer decides.</param>
internal sealed class StoredBytes(IStore store, StoreKey key, ValueVersion? expected) : IByteSource
{
    private readonly Lock gate = new();
    private ValueVersion? version = expected;
    private bool hasAnswer = expected is not null;
    private bool isMixed;

    public bool PrefersShortReads => false;

    public ValueVersion? Version
    {
        get
        {
            lock (gate)
            {
                return version;
            }
        }
    }

    /// <summary>Whether all answers were of the version that was expected, or of the same, as far as the store says.</summary>
    internal bool IsOneVersion
    {
        get
        {
            lock (gate)
            {
                return !isMixed;
            }
        }
    }

    public async ValueTask<IMemoryOwner<byte>?> ReadAsync(ByteRange range, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(range, cancellationToken).ConfigureAwait(false);
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
        return await GetAsync(ByteRange.FromOffset(offset, length), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<IMemoryOwner<byte>?> GetAsync(ByteRange range, CancellationToken cancellationToken)
    {
        if (store is not IVersionedStore versioned)
        {
            return await store.GetRangeAsync(key, range, cancellationToken).ConfigureAwait(false);
        }

        var answer = await versioned.GetVersionedRangeAsync(key, range, cancellationToken).ConfigureAwait(false);
        Note(answer?.Version);
        return answer?.Bytes;
    }

    /// <summary>The first answer counts. One that says nothing, or that the value is gone, is of another version than those that say something.</summary>
    private void Note(ValueVersion? answered)
    {
        lock (gate)
        {
            isMixed |= hasAnswer && version != answered;
            (version, hasAnswer) = (hasAnswer ? version : answered, true);
        }
    }
}

/// <summary>An opened value of a store.</summary>
internal sealed class OpenedBytes(IValueSnapshot value) : IByteSource
{
    public bool PrefersShortReads => true;

    public ValueVersion? Version => value.Version;

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

    public ValueVersion? Version => outer.Version;

    public ValueTask<IMemoryOwner<byte>?> ReadAsync(ByteRange range, CancellationToken cancellationToken)
    {
        var (start, count) = range.Resolve(length);
        return outer.ReadAsync(ByteRange.FromOffset(offset + start, count), cancellationToken);
    }
}

/// <summary>Bytes in memory, which somebody else owns, and the version of the stored value that they are of.</summary>
internal sealed class FetchedBytes(Memory<byte> bytes, ValueVersion? version) : IByteSource
{
    public bool PrefersShortReads => false;

    public ValueVersion? Version => version;

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
