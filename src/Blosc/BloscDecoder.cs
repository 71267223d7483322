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
        Decode(header, chunk, 0, 0, destination[..header.ContentLength]);
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
        Decode(header, chunk, 0, 0, content);
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
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, header.BlockCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, header.BlockCount - first);
        var start = Math.Min((long)first * header.BlockSize, header.ContentLength);
        var length = (int)(Math.Min((long)(first + count) * header.BlockSize, header.ContentLength) - start);
        if (destination.Length < length)
        {
            throw new ArgumentException($"there must be room for {length:N0} bytes, there is for {destination.Length:N0}", nameof(destination));
        }

        Decode(header, chunk, first, (int)start, destination[..length]);
        return length;
    }

    private void Decode(BloscHeader header, ReadOnlySpan<byte> chunk, int first, int start, Span<byte> content)
    {
        if (header.IsStored)
        {
            chunk.Slice(BloscHeader.Length + start, content.Length).CopyTo(content);
            return;
        }

        var literals = decompressor.Literals.Rent();
        DecodeBlocks(new BloscBlocks(header, chunk, decompressor, literals), header, first, content);
        decompressor.Literals.Return(literals);
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
