using System.Buffers;

namespace Zarr.Stores.Zip;

/// <summary>An archive in a file. A read costs little there, so values are opened and read in small parts.</summary>
internal sealed class ZipFileStore : ZipStore, ISnapshotStore
{
    private readonly string path;
    private readonly FileArchive file;

    internal ZipFileStore(string path)
        : this(path, new FileArchive(path))
    {
    }

    private ZipFileStore(string path, FileArchive file)
        : base(file) => (this.path, this.file) = (path, file);

    public async ValueTask<IValueSnapshot?> OpenAsync(StoreKey key, CancellationToken cancellationToken = default)
    {
        var reader = await ReaderAsync(cancellationToken).ConfigureAwait(false);
        if (reader.Index.Find(key.Value) is not (>= 0 and var i))
        {
            return null;
        }

        var entry = reader.Require(i);
        return entry.IsDeflated
            ? new DeflatedSnapshot(reader, i, entry, VersionOf(reader, i))
            : new StoredSnapshot(file, await reader.BeginAsync(i, entry, cancellationToken).ConfigureAwait(false), entry.Length, VersionOf(reader, i));
    }

    public override string ToString() => path;

    private sealed class StoredSnapshot(FileArchive file, long begin, long length, string? version) : IValueSnapshot
    {
        public long Length => length;

        public string? Version => version;

        public async ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(offset);
            cancellationToken.ThrowIfCancellationRequested();
            var count = (int)Math.Clamp(length - offset, 0, destination.Length);
            file.Read(begin + (count > 0 ? offset : 0), destination.Span[..count]);
            return count;
        }

        public void Dispose()
        {
        }
    }

    /// <summary>A deflated value. The first read decompresses all of it, unless it is very long, because every part needs everything in front of it.</summary>
    private sealed class DeflatedSnapshot(EntryReader reader, int i, ArchiveEntry entry, string? version) : IValueSnapshot
    {
        private const long LongestKept = 256 << 20;

        private readonly SemaphoreSlim once = new(1);
        private IMemoryOwner<byte>? whole;

        public long Length => entry.Length;

        public string? Version => version;

        public async ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(offset);
            var count = (int)Math.Clamp(Length - offset, 0, destination.Length);
            if (count == 0 || Length > LongestKept)
            {
                using var part = await reader.ReadPartAsync(i, offset, count, cancellationToken).ConfigureAwait(false);
                part.Memory.CopyTo(destination);
                return count;
            }

            await once.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                whole ??= await reader.ReadWholeAsync(i, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                once.Release();
            }

            whole.Memory.Slice((int)offset, count).CopyTo(destination);
            return count;
        }

        public void Dispose()
        {
            whole?.Dispose();
            once.Dispose();
        }
    }
}
