using System.Buffers;

namespace Zarr.Stores.Zip;

/// <summary>An archive that is a value of another store. If the store reports versions, all reads return one.</summary>
internal sealed class StoredArchive(IStore store, StoreKey key) : IArchiveSource
{
    private string? version;

    /// <inheritdoc/>
    public string? Version => Volatile.Read(ref version);

    /// <inheritdoc/>
    public async ValueTask<long> GetLengthAsync(CancellationToken cancellationToken) =>
        await store.GetLengthAsync(key, cancellationToken).ConfigureAwait(false) ?? throw Missing();

    /// <inheritdoc/>
    public async ValueTask<IMemoryOwner<byte>> ReadAsync(long offset, int length, CancellationToken cancellationToken)
    {
        var range = ByteRange.FromOffset(offset, length);
        var bytes = await ReadAsync(range, cancellationToken).ConfigureAwait(false) ?? throw Missing();
        if (bytes.Memory.Length == length)
        {
            return bytes;
        }

        bytes.Dispose();
        throw new IOException($"{key} ends within a value; it was truncated while it was read");
    }

    private async ValueTask<IMemoryOwner<byte>?> ReadAsync(ByteRange range, CancellationToken cancellationToken)
    {
        if (store is not IVersionedStore versioned)
        {
            return await store.GetRangeAsync(key, range, cancellationToken).ConfigureAwait(false);
        }

        if (await versioned.GetVersionedRangeAsync(key, range, cancellationToken).ConfigureAwait(false) is not var (bytes, answered))
        {
            return null;
        }

        var known = answered is null ? null : Interlocked.CompareExchange(ref version, answered, null);
        if (known is null || known == answered)
        {
            return bytes;
        }

        bytes.Dispose();
        throw new NodeReplacedException(string.Empty, $"the archive {key} was replaced while it was read; open it again");
    }

    private FileNotFoundException Missing() => new($"there is no archive {key}", key.Value);
}
