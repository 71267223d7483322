using System.Buffers;
using System.IO.Compression;

namespace Zarr.Stores.Zip;

/// <summary>Decompresses deflated entries. A part is reached by decompressing everything in front of it.</summary>
internal static class Inflation
{
    private const int Piece = 256 << 10;

    /// <exception cref="CorruptDataException">The bytes are no deflate stream, or not as long as the directory says.</exception>
    internal static async ValueTask<IMemoryOwner<byte>> ReadAsync(EntryReader reader, int i, long offset, int length, CancellationToken cancellationToken)
    {
        var entry = reader.Require(i);
        var begin = await reader.BeginAsync(i, entry, cancellationToken).ConfigureAwait(false);
        var memory = PooledMemory.Rent(length);
        try
        {
            var inflated = new DeflateStream(new StoredBytes(reader.Source, begin, entry.Compressed), CompressionMode.Decompress);
            await using var closed = inflated.ConfigureAwait(false);
            await SkipAsync(inflated, offset, cancellationToken).ConfigureAwait(false);
            await inflated.ReadExactlyAsync(memory.Memory, cancellationToken).ConfigureAwait(false);
            if (offset + length == entry.Length && await inflated.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) > 0)
            {
                throw reader.Damaged(entry, "it is longer than the directory says");
            }

            return memory;
        }
        catch (Exception e)
        {
            memory.Dispose();
            if (e is InvalidDataException or EndOfStreamException)
            {
                throw reader.Damaged(entry, "it cannot be decompressed to the length that the directory says", e);
            }

            throw;
        }
    }

    private static async ValueTask SkipAsync(Stream stream, long count, CancellationToken cancellationToken)
    {
        using var scratch = PooledMemory.Rent((int)Math.Min(count, Piece));
        while (count > 0)
        {
            var part = scratch.Memory[..(int)Math.Min(count, scratch.Length)];
            await stream.ReadExactlyAsync(part, cancellationToken).ConfigureAwait(false);
            count -= part.Length;
        }
    }

    /// <summary>The compressed bytes of an entry, read piece by piece.</summary>
    private sealed class StoredBytes(IArchiveSource source, long begin, long length) : Stream
    {
        private long position;
        private IMemoryOwner<byte>? piece;
        private ReadOnlyMemory<byte> rest;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (rest.IsEmpty && position < length)
            {
                piece?.Dispose();
                piece = null;
                piece = await source.ReadAsync(begin + position, (int)Math.Min(Piece, length - position), cancellationToken).ConfigureAwait(false);
                rest = piece.Memory;
                position += rest.Length;
            }

            var count = Math.Min(buffer.Length, rest.Length);
            rest[..count].CopyTo(buffer);
            rest = rest[count..];
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        protected override void Dispose(bool disposing)
        {
            piece?.Dispose();
            piece = null;
            rest = default;
            base.Dispose(disposing);
        }
    }
}
