using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Zarr.Stores.Files;
using Zarr.Stores.Zip;

namespace Zarr.Stores;

/// <summary>Writes a ZIP archive: a store that takes values in any order, from several threads, and becomes one file when it is published.</summary>
/// <remarks>
/// <para>Values are stored without compression, because chunks are compressed already. The archive is always ZIP64, names are UTF-8, and all times are the first of January 1980, so that equal values
/// in equal order make equal archives.</para>
/// <para>The archive is written beside its destination, to a file <c>.name.random.partial</c>, and renamed by <see cref="PublishAsync"/>. Until then the destination is as it was. Disposing without publishing deletes the file.</para>
/// <para>The documents <c>zarr.json</c> stay in memory up to 32 MiB and are written last, so that the file has their last versions only. A chunk that is replaced or deleted leaves its bytes in the file: write each chunk once.
/// The central directory names the documents first, breadth-first (RFC-9 of NGFF).</para>
/// <para>Values that are written can be read, before and after the archive is published, until it is disposed. All members but <see cref="PublishAsync"/> and <see cref="DisposeAsync"/> may be called at the same time.</para>
/// </remarks>
public sealed class ZipWriter : ICreateOnlyStore, IStreamingStore, ISnapshotStore, IListableStore, IAsyncDisposable
{
    private const int LongestDocument = 1 << 20;
    private const int CopyPiece = 1 << 20;

    private readonly ArchiveDraft draft;
    private readonly WrittenValues values = new();
    private readonly MemoryBudget budget = new(BufferSizes.ArchiveBuffer);
    private readonly ZipWriterOptions options;
    private readonly byte[] comment;
    private readonly Lock documents = new(); // held while they are written, so that each is written once

    /// <summary>Begins an archive.</summary>
    /// <param name="path">Path of the file. Missing folders above it are created.</param>
    /// <param name="options">How it is written; null for the defaults.</param>
    /// <exception cref="ArgumentException">The path is empty or invalid, or the comment is too long.</exception>
    /// <exception cref="IOException">The destination exists and must stay, or the file cannot be made.</exception>
    public ZipWriter(string path, ZipWriterOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        this.options = options ?? ZipWriterOptions.Default;
        comment = Encoding.UTF8.GetBytes(this.options.Comment);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(comment.Length, ZipFormat.MaxFieldLength, nameof(options));
        Path = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(Path) || (File.Exists(Path) && !this.options.Overwrite))
        {
            throw new IOException($"{Path} exists{(Directory.Exists(Path) ? " and is a folder" : string.Empty)}; choose another path{(Directory.Exists(Path) ? string.Empty : ", or allow to overwrite it")}. Nothing was changed.");
        }

        draft = new ArchiveDraft(Path);
    }

    /// <summary>The absolute path of the archive.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) =>
        GetRangeAsync(key, ByteRange.FromOffset(0), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be read, or the range is larger than one array can be (2 GiB).</exception>
    public async ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (values.Find(key.Value) is not { } value)
        {
            return null;
        }

        var (offset, length) = range.Resolve(value.Length);
        if (length > Array.MaxLength)
        {
            throw new IOException($"cannot read {length} bytes of {key} at once: {Array.MaxLength} is the most; read smaller ranges");
        }

        var memory = PooledMemory.Rent((int)length);
        Read(value, offset, memory.Memory.Span);
        return memory;
    }

    /// <inheritdoc/>
    public async ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return values.Find(key.Value)?.Length;
    }

    /// <inheritdoc/>
    public async ValueTask<IValueSnapshot?> OpenAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return values.Find(key.Value) is { } value ? new Snapshot(this, value) : null;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    /// <exception cref="InvalidOperationException">The archive is published.</exception>
    public async ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        values.RequireOpen();
        values.Set(key.Value, Take(key, value));
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    /// <exception cref="InvalidOperationException">The archive is published.</exception>
    public async ValueTask<bool> TryCreateAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        values.RequireOpen();
        return values.Find(key.Value) is null && values.TryAdd(key.Value, Take(key, value));
    }

    /// <inheritdoc/>
    /// <remarks>Pieces wait in memory, together with those of other values up to 96 MiB, else in a file beside the archive, until the value is published.</remarks>
    /// <exception cref="InvalidOperationException">The archive is published.</exception>
    public async ValueTask<IValueWriter> BeginAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        values.RequireOpen();
        return new ZipValueWriter(this, key, budget);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The archive is published.</exception>
    public async ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        values.Remove(key.Value);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The archive is published.</exception>
    public async ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var key in values.KeysBelow(prefix))
        {
            values.Remove(key);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The keys are those at the beginning of the enumeration.</remarks>
    public async IAsyncEnumerable<StoreKey> ListAsync(StorePrefix prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var key in values.KeysBelow(prefix))
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
        return [.. values.KeysBelow(prefix).Select(key => key[start..].Split('/', 2)[0]).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Writes the documents that are still in memory at the end of the file. Who has all documents before the first chunk calls this between them, so that a program which reads the file from its beginning meets the documents first.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async ValueTask WriteDocumentsAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        WriteDocuments(cancellationToken);
    }

    /// <summary>Writes the central directory, and renames the file to its destination. Afterwards nothing more can be written.</summary>
    /// <param name="cancellationToken">Stops before the file is renamed; the destination is then as it was.</param>
    /// <exception cref="IOException">The file cannot be written, or another one appeared at the destination, which stays.</exception>
    /// <exception cref="InvalidOperationException">The archive is published already.</exception>
    public async ValueTask PublishAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await WriteDocumentsAsync(cancellationToken).ConfigureAwait(false);
        values.Complete();
        WriteDirectory(cancellationToken);
        draft.Place(options.Overwrite, options.FlushToDisk, cancellationToken);
    }

    /// <summary>Closes the file. If it is not published, it is deleted, and the destination is as it was.</summary>
    public ValueTask DisposeAsync()
    {
        draft.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The absolute path of the archive.</summary>
    public override string ToString() => Path;

    /// <summary>Leaves bytes of the file unwritten; for tests of long archives.</summary>
    internal void LeaveHole(long bytes) => draft.Reserve(bytes);

    internal void RequireOpen() => values.RequireOpen();

    /// <summary>Writes a value that came in pieces.</summary>
    internal void Publish(StoreKey key, long length, uint crc, IReadOnlyList<ReadOnlyMemory<byte>> pieces, FileStream? spilled)
    {
        values.RequireOpen();
        var name = ZipRecords.NameOf(key.Value);
        var header = draft.Reserve(ZipRecords.LocalLengthOf(name) + length);
        var offset = header + ZipRecords.LocalLengthOf(name);
        draft.Write(header, [ZipRecords.Local(name, length, crc), .. pieces]);
        if (spilled is not null)
        {
            CopyFrom(spilled, offset);
        }

        values.Set(key.Value, new WrittenValue(header, offset, length, crc, null));
    }

    private void WriteDocuments(CancellationToken cancellationToken)
    {
        lock (documents)
        {
            foreach (var (key, value) in values.Pending())
            {
                cancellationToken.ThrowIfCancellationRequested();
                values.Exchange(key, value, Write(key, value.Bytes, value.Crc));
            }
        }
    }

    private WrittenValue Take(StoreKey key, ReadOnlyMemory<byte> value)
    {
        var crc = Crc32.Checksum(value.Span);
        if (!DocumentOrder.IsDocument(key.Value) || value.Length > LongestDocument)
        {
            return Write(key.Value, value, crc);
        }

        if (values.InMemory + value.Length > BufferSizes.ArchiveDocuments)
        {
            WriteDocuments(CancellationToken.None);
        }

        return new WrittenValue(0, 0, value.Length, crc, value.ToArray());
    }

    private WrittenValue Write(string key, ReadOnlyMemory<byte> value, uint crc)
    {
        var name = ZipRecords.NameOf(key);
        var record = ZipRecords.Local(name, value.Length, crc);
        var header = draft.Reserve(record.Length + (long)value.Length);
        draft.Write(header, [record, value]);
        return new WrittenValue(header, header + record.Length, value.Length, crc, null);
    }

    private void CopyFrom(FileStream spilled, long offset)
    {
        using var piece = PooledMemory.Rent(CopyPiece);
        spilled.Position = 0;
        try
        {
            for (int read; (read = spilled.Read(piece.Memory.Span)) > 0; offset += read)
            {
                draft.Write(offset, piece.Memory.Span[..read]);
            }
        }
        catch (IOException e) when (e.InnerException is null)
        {
            throw FileErrors.Cannot("read", spilled.Name, e);
        }
    }

    private void WriteDirectory(CancellationToken cancellationToken)
    {
        var (begin, entries) = (draft.Length, 0L);
        var piece = new ArrayBufferWriter<byte>(CopyPiece);
        foreach (var (key, value) in values.All())
        {
            cancellationToken.ThrowIfCancellationRequested();
            piece.Write(ZipRecords.Central(ZipRecords.NameOf(key), value.Length, value.Crc, value.Header));
            entries++;
            if (piece.WrittenCount >= CopyPiece)
            {
                draft.Write(draft.Reserve(piece.WrittenCount), piece.WrittenSpan);
                piece.ResetWrittenCount();
            }
        }

        piece.Write(ZipRecords.End(entries, begin, draft.Length + piece.WrittenCount - begin, comment));
        draft.Write(draft.Reserve(piece.WrittenCount), piece.WrittenSpan);
    }

    private void Read(WrittenValue value, long offset, Span<byte> destination)
    {
        if (value.Bytes is { } bytes)
        {
            bytes.AsSpan((int)offset, destination.Length).CopyTo(destination);
        }
        else
        {
            draft.Read(value.Offset + offset, destination);
        }
    }

    private sealed class Snapshot(ZipWriter archive, WrittenValue value) : IValueSnapshot
    {
        public long Length => value.Length;

        // Each value is written to a place of its own.
        public string? Version => value.Bytes is null ? value.Offset.ToString("x", CultureInfo.InvariantCulture) : null;

        public async ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(offset);
            cancellationToken.ThrowIfCancellationRequested();
            var count = (int)Math.Clamp(Length - offset, 0, destination.Length);
            if (count > 0)
            {
                archive.Read(value, offset, destination.Span[..count]);
            }

            return count;
        }

        public void Dispose()
        {
        }
    }
}
