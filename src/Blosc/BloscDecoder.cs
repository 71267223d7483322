using Blosc.Buffers;
using Blosc.Streams;

namespace Blosc;

/// <summary>Reads Blosc 1 chunks; their headers say all that a decoder needs. Thread-safe. It keeps the costly state of decompressors for the next chunk, so use one decoder for many chunks.</summary>
/// <remarks>Chunks need not be trusted: a damaged or malicious chunk causes an exception or gives wrong content, but never touches memory outside the destination.</remarks>
public sealed class BloscDecoder
{
    // The batch fits the second-level cache between decompression and unshuffling.
    private const int MaxBatchLength = 512 * 1024;

    private readonly StreamDecompressor decompressor = new();

    /// <summary>Decodes one chunk.</summary>
    /// <param name="chunk">The chunk, and nothing after it.</param>
    /// <param name="destination">Room for the content; must not overlap the chunk.</param>
    /// <returns>The length of the content.</returns>
    /// <exception cref="InvalidDataException">The chunk is damaged, or its content does not fit the destination.</exception>
    /// <exception cref="NotSupportedException">The chunk is compressed with Snappy.</exception>
    public int Decode(ReadOnlySpan<byte> chunk, Span<byte> destination)
    {
        var header = BloscHeader.Read(chunk, destination.Length);
        Decode(header, chunk, chunk, 0, 0, destination[..header.ContentLength]);
        return header.ContentLength;
    }

    /// <summary>Decodes one chunk into a new array.</summary>
    /// <param name="chunk">The chunk, and nothing after it.</param>
    /// <param name="maxLength">The longest acceptable content, in bytes. A chunk that states more is refused before the array is allocated.</param>
    /// <exception cref="InvalidDataException">The chunk is damaged, or states more content.</exception>
    /// <exception cref="NotSupportedException">The chunk is compressed with Snappy.</exception>
    public byte[] Decode(ReadOnlySpan<byte> chunk, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        var header = BloscHeader.Read(chunk, maxLength);
        var content = new byte[header.ContentLength];
        Decode(header, chunk, chunk, 0, 0, content);
        return content;
    }

    /// <summary>Decodes some blocks of a chunk only.</summary>
    /// <param name="chunk">The chunk, and nothing after it.</param>
    /// <param name="first">The first block, counted from 0. The content of block <c>i</c> begins at <c>i</c> times <see cref="BloscHeader.BlockSize"/>.</param>
    /// <param name="count">The number of blocks.</param>
    /// <param name="destination">Room for their content; must not overlap the chunk.</param>
    /// <returns>The length of their content.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The chunk has no such blocks.</exception>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="InvalidDataException">The chunk is damaged.</exception>
    /// <exception cref="NotSupportedException">The chunk is compressed with Snappy.</exception>
    public int DecodeBlocks(ReadOnlySpan<byte> chunk, int first, int count, Span<byte> destination)
    {
        var header = BloscHeader.Read(chunk, int.MaxValue);
        var content = Room(header, first, count, destination);
        Decode(header, chunk, chunk, 0, first, content);
        return content.Length;
    }

    /// <summary>Decodes some blocks of a chunk from a part of it.</summary>
    /// <param name="table">The block table of the chunk.</param>
    /// <param name="first">The first block, counted from 0. The content of block <c>i</c> begins at <c>i</c> times <see cref="BloscHeader.BlockSize"/>.</param>
    /// <param name="count">The number of blocks.</param>
    /// <param name="part">A part of the chunk that holds these blocks (<see cref="BloscBlockTable.PlaceOf"/>).</param>
    /// <param name="offset">The offset of the part in the chunk.</param>
    /// <param name="destination">Room for their content; must not overlap the part.</param>
    /// <returns>The length of their content.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The chunk has no such blocks, or the offset is negative.</exception>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="InvalidDataException">A block is damaged, or does not lie in the part. The message names the block.</exception>
    /// <exception cref="NotSupportedException">The chunk is compressed with Snappy.</exception>
    public int DecodeBlocks(BloscBlockTable table, int first, int count, ReadOnlySpan<byte> part, int offset, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var content = Room(table.Header, first, count, destination);
        Decode(table.Header, table.Head, part, offset, first, content);
        return content.Length;
    }

    private static Span<byte> Room(BloscHeader header, int first, int count, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, header.BlockCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, header.BlockCount - first);
        var start = Math.Min((long)first * header.BlockSize, header.ContentLength);
        var length = (int)(Math.Min((long)(first + count) * header.BlockSize, header.ContentLength) - start);
        return destination.Length >= length
            ? destination[..length]
            : throw new ArgumentException($"there must be room for {length:N0} bytes, there is for {destination.Length:N0}", nameof(destination));
    }

    private void Decode(BloscHeader header, ReadOnlySpan<byte> head, ReadOnlySpan<byte> part, int origin, int first, Span<byte> content)
    {
        if (header.IsStored)
        {
            CopyStored(BloscHeader.Length + ((long)first * header.BlockSize) - origin, first, part, content);
            return;
        }

        var literals = decompressor.Literals.Rent();
        DecodeBlocks(new BloscBlocks(header, head, part, origin, decompressor, literals), header, first, content);
        decompressor.Literals.Return(literals);
    }

    private static void CopyStored(long at, int first, ReadOnlySpan<byte> part, Span<byte> content)
    {
        if (content.IsEmpty)
        {
            return;
        }

        if (at < 0 || at > part.Length - content.Length)
        {
            throw new InvalidDataException($"block {first:N0} or a later one does not lie in the given part of the chunk");
        }

        part.Slice((int)at, content.Length).CopyTo(content);
    }

    private static void DecodeBlocks(BloscBlocks blocks, BloscHeader header, int first, Span<byte> content)
    {
        var filter = new BlockFilter(header.Shuffle, header.TypeSize);
        var step = filter.IsIdentity ? content.Length : (int)Math.Min((long)BlocksPerBatch(header) * header.BlockSize, content.Length);
        var scratch = filter.IsIdentity ? null : SharedBuffers.Rent(step);
        try
        {
            for (var start = 0; start < content.Length; start += step)
            {
                step = Math.Min(step, content.Length - start);
                var part = content.Slice(start, step);
                var shuffled = scratch is null ? part : scratch.AsSpan(0, step);
                blocks.Decode(first + (start / header.BlockSize), shuffled);
                Unshuffle(filter, header.BlockSize, shuffled, part);
            }
        }
        finally
        {
            if (scratch is not null)
            {
                SharedBuffers.Return(scratch);
            }
        }
    }

    // Several blocks at once, because zstd streams decode fastest in pairs.
    private static int BlocksPerBatch(BloscHeader header) => header.Format == StreamFormat.Zstd ? Math.Max(1, MaxBatchLength / header.BlockSize) : 1;

    private static void Unshuffle(BlockFilter filter, int blockSize, ReadOnlySpan<byte> shuffled, Span<byte> content)
    {
        for (var start = 0; start < content.Length && !filter.IsIdentity; start += blockSize)
        {
            var length = Math.Min(blockSize, content.Length - start);
            filter.Undo(shuffled.Slice(start, length), content.Slice(start, length));
        }
    }
}
