using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using Zarr.Stores.Zip;

namespace Zarr.Stores;

/// <summary>A store that reads a ZIP archive, such as an OME-Zarr file <c>.ozx</c>: a file, or a value of another store.</summary>
/// <remarks>
/// <para>The central directory is read once, when the first value is asked for, and takes about 50 bytes of memory and the name for each value, of at most 16,777,216. Stored values are read by ranges straight from the archive. Deflated values
/// are decompressed, parts of them from the beginning of the value.</para>
/// <para>The checksum (CRC-32) of a value is compared when the whole value is read, which costs less than a tenth of a second per gigabyte on most processors. Parts of values are not checked. The header of each value is compared with the directory before the value is read.</para>
/// <para>The archive is one version. A file that is replaced stays readable as it was. If the archive changes in its place, reading throws <see cref="NodeReplacedException"/>, as far as the file system or the other store reports changes.</para>
/// <para>Names that cannot be keys are left out, and of several entries with one name the last counts (<see cref="DescribeAsync"/>). If the root of the archive holds no document of a node, and one folder only, that folder is taken for the root.
/// A damaged value throws <see cref="CorruptDataException"/>, an encrypted or otherwise compressed one <see cref="UnsupportedFeatureException"/>, a damaged archive <see cref="InvalidArchiveException"/>.</para>
/// <para>All members may be called at the same time. The file is closed when the store is collected.</para>
/// </remarks>
public abstract class ZipStore : IVersionedStore, IListableStore
{
    private readonly IArchiveSource source;
    private readonly Lock gate = new();
    private Task<EntryReader>? opening;

    private protected ZipStore(IArchiveSource source) => this.source = source;

    /// <summary>The archive in a file. It is opened when the first value is asked for.</summary>
    /// <param name="path">Path of the file; a relative path is resolved now.</param>
    /// <exception cref="ArgumentException">The path is empty or invalid.</exception>
    public static ZipStore Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new ZipFileStore(Path.GetFullPath(path));
    }

    /// <summary>The archive that is a value of another store, for example of one behind a network. It is read by ranges.</summary>
    public static ZipStore Open(IStore store, StoreKey key)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store is IRemoteStore remote ? new ZipRemoteStore(remote, key) : new ZipValueStore(store, key);
    }

    /// <summary>What the archive says about itself.</summary>
    /// <exception cref="InvalidArchiveException">It is no ZIP archive, or damaged.</exception>
    /// <exception cref="IOException">It cannot be read, or does not exist (<see cref="FileNotFoundException"/>).</exception>
    public async ValueTask<ZipDescription> DescribeAsync(CancellationToken cancellationToken = default)
    {
        var index = (await ReaderAsync(cancellationToken).ConfigureAwait(false)).Index;
        return new ZipDescription(index.Count, index.End.Comment, index.Remarks);
    }

    /// <inheritdoc/>
    public async ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        var reader = await ReaderAsync(cancellationToken).ConfigureAwait(false);
        return reader.Index.Find(key.Value) is >= 0 and var i ? await reader.ReadWholeAsync(i, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default)
    {
        var reader = await ReaderAsync(cancellationToken).ConfigureAwait(false);
        return reader.Index.Find(key.Value) is >= 0 and var i ? await ReadAsync(reader, i, range, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <inheritdoc/>
    /// <remarks>The version consists of the version of the archive and the place in it.</remarks>
    public async ValueTask<(IMemoryOwner<byte> Bytes, string? Version)?> GetVersionedRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default)
    {
        var reader = await ReaderAsync(cancellationToken).ConfigureAwait(false);
        return reader.Index.Find(key.Value) is >= 0 and var i ? (await ReadAsync(reader, i, range, cancellationToken).ConfigureAwait(false), VersionOf(reader, i)) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        var reader = await ReaderAsync(cancellationToken).ConfigureAwait(false);
        return reader.Index.Find(key.Value) is >= 0 and var i ? reader.Require(i).Length : null;
    }

    /// <summary>The checksum (CRC-32) of a value that the archive states; null if there is no such key. Who reads a long value in parts compares it.</summary>
    public async ValueTask<uint?> GetChecksumAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        var reader = await ReaderAsync(cancellationToken).ConfigureAwait(false);
        return reader.Index.Find(key.Value) is >= 0 and var i ? reader.Require(i).Crc : null;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoreKey> ListAsync(StorePrefix prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var reader = await ReaderAsync(cancellationToken).ConfigureAwait(false);
        foreach (var key in reader.Index.KeysBelow(prefix.Value))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new StoreKey(key);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ListChildrenAsync(StorePrefix prefix, CancellationToken cancellationToken = default) =>
        (await ReaderAsync(cancellationToken).ConfigureAwait(false)).Index.ChildrenOf(prefix.Value);

    /// <summary>The name of the archive, for messages.</summary>
    public abstract override string ToString();

    private protected static string? VersionOf(EntryReader reader, int i) =>
        reader.Source.Version is { } version ? string.Create(CultureInfo.InvariantCulture, $"{version}:{reader.Index[i].Header:x}") : null;

    /// <summary>The directory, which is read once. After a failure the next call tries again.</summary>
    private protected async ValueTask<EntryReader> ReaderAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task<EntryReader> task;
        lock (gate)
        {
            // The reading belongs to all who wait for it, so none of them can cancel it.
            task = opening is { IsFaulted: false, IsCanceled: false } ? opening : opening = Task.Run(OpenAsync, CancellationToken.None);
        }

        return await task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<EntryReader> OpenAsync()
    {
        try
        {
            var end = await EndOfDirectory.FindAsync(source, CancellationToken.None).ConfigureAwait(false);
            return new EntryReader(source, await new DirectoryReader(end).ReadAsync(source, CancellationToken.None).ConfigureAwait(false));
        }
        catch (InvalidArchiveException e)
        {
            throw new InvalidArchiveException($"{this}: {e.Message}", e);
        }
    }

    private static ValueTask<IMemoryOwner<byte>> ReadAsync(EntryReader reader, int i, ByteRange range, CancellationToken cancellationToken)
    {
        var entry = reader.Require(i);
        var (offset, length) = range.Resolve(entry.Length);
        return length == entry.Length ? reader.ReadWholeAsync(i, cancellationToken)
            : length <= Array.MaxLength ? reader.ReadPartAsync(i, offset, (int)length, cancellationToken)
            : throw new IOException($"cannot read {length} bytes of {reader.Index.TextOf(entry)} at once: {Array.MaxLength} is the most; read smaller ranges");
    }
}
