using System.Buffers;
using Zarr.Stores;

namespace Zarr.Arrays.Blocks;

/// <summary>Bytes that can be read in parts: a stored value, a part of one, or a shard in memory.</summary>
internal interface IByteSource
{
    /// <summary>Whether a read costs so little that several short reads, into memory that stays in the processor's caches, are faster than a long one.</summary>
    bool PrefersShortReads { get; }

    /// <summary>The version of the stored value; null while it is unknown.</summary>
    string? Version { get; }

    /// <summary>Whether all reads so far returned one version, as far as the store can tell.</summary>
    bool IsOneVersion { get; }

    /// <summary>Whether reads that return different versions are noticed.</summary>
    bool NoticesChanges { get; }

    /// <summary>Number of bytes; null while it is unknown.</summary>
    long? Length { get; }

    /// <summary>Whether all bytes are in memory.</summary>
    bool IsInMemory { get; }

    /// <summary>Reads a range, cut at the end of the bytes; null if no value is stored. The caller disposes the result.</summary>
    ValueTask<IMemoryOwner<byte>?> ReadAsync(ByteRange range, CancellationToken cancellationToken);
}

/// <summary>A value of a store, read by requests that may return different versions of it.</summary>
/// <param name="store">The store.</param>
/// <param name="key">Key of the value.</param>
/// <param name="expected">The expected version; null if the first answer decides.</param>
internal sealed class StoreSource(IStore store, StoreKey key, string? expected) : IByteSource
{
    private readonly Lock gate = new();
    private string? version = expected;
    private bool hasAnswer = expected is not null;
    private bool isMixed;

    public bool PrefersShortReads => false;

    public string? Version
    {
        get
        {
            lock (gate)
            {
                return version;
            }
        }
    }

    public long? Length => null;

    public bool IsInMemory => false;

    public bool NoticesChanges
    {
        get
        {
            lock (gate)
            {
                return store is IVersionedStore && (version is not null || !hasAnswer);
            }
        }
    }

    /// <summary>Whether every answer had the same version: the expected one, or that of the first answer. Always true for a store that reports no versions.</summary>
    public bool IsOneVersion
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

    /// <summary>Reads a suffix from a store that does not support suffix ranges, such as some object stores.</summary>
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

    /// <summary>The version of the first answer counts. An answer without a version, or without a value, differs from an answer with a version.</summary>
    private void Note(string? answered)
    {
        lock (gate)
        {
            isMixed |= hasAnswer && version != answered;
            (version, hasAnswer) = (hasAnswer ? version : answered, true);
        }
    }
}

/// <summary>A snapshot: an opened value of a store.</summary>
internal sealed class SnapshotSource(IValueSnapshot value) : IByteSource
{
    public bool PrefersShortReads => true;

    public string? Version => value.Version;

    public bool IsOneVersion => true;

    public bool NoticesChanges => true;

    public long? Length => value.Length;

    public bool IsInMemory => false;

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

/// <summary>A range of another source, presented as a source of its own.</summary>
internal sealed class SubrangeSource(IByteSource outer, long offset, int length) : IByteSource
{
    public bool PrefersShortReads => outer.PrefersShortReads;

    public string? Version => outer.Version;

    public bool IsOneVersion => outer.IsOneVersion;

    public bool NoticesChanges => outer.NoticesChanges;

    public long? Length => length;

    public bool IsInMemory => outer.IsInMemory;

    public ValueTask<IMemoryOwner<byte>?> ReadAsync(ByteRange range, CancellationToken cancellationToken)
    {
        var (start, count) = range.Resolve(length);
        return outer.ReadAsync(ByteRange.FromOffset(offset + start, count), cancellationToken);
    }
}

/// <summary>Bytes in memory, which another object owns, and the version of their stored value.</summary>
internal sealed class BufferedSource(Memory<byte> bytes, string? version) : IByteSource
{
    public bool PrefersShortReads => false;

    public string? Version => version;

    public bool IsOneVersion => true;

    public bool NoticesChanges => true;

    public long? Length => bytes.Length;

    public bool IsInMemory => true;

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
            // The owner disposes the memory.
        }
    }
}
