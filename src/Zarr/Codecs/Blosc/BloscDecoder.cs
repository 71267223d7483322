using System.Buffers;
using System.Buffers.Binary;

namespace Zarr.Codecs.Blosc;

/// <summary>Reads Blosc 1 chunks, going by nothing but what they say. Thread-safe.</summary>
/// <remarks>Blocks may lie in any order and even share bytes: c-blosc with several threads places them as they get ready.</remarks>
internal sealed class BloscDecoder(StreamDecompressor decompressor)
{
    /// <summary>Decodes one chunk and returns the length of its content.</summary>
    /// <exception cref="CorruptDataException">The chunk is damaged, or its content does not fit the destination.</exception>
    /// <exception cref="UnsupportedFeatureException">The chunk is compressed with Snappy.</exception>
    public int Decode(ReadOnlySpan<byte> chunk, Span<byte> destination)
    {
        var header = BloscHeader.Read(chunk, destination.Length);
        var content = destination[..header.ContentLength];
        if (header.IsStored)
        {
            chunk.Slice(BloscHeader.Length, content.Length).CopyTo(content);
        }
        else
        {
            DecodeBlocks(header, chunk, content);
        }

        return content.Length;
    }

    private void DecodeBlocks(BloscHeader header, ReadOnlySpan<byte> chunk, Span<byte> content)
    {
        var filter = new BlockFilter(header.Shuffle, header.TypeSize);
        var scratch = filter.IsIdentity ? null : ArrayPool<byte>.Shared.Rent(Math.Min(header.BlockSize, content.Length));
        try
        {
            for (var index = 0; index < header.BlockCount; index++)
            {
                var start = index * header.BlockSize;
                var block = content.Slice(start, Math.Min(header.BlockSize, content.Length - start));
                DecodeBlock(header, chunk, BlockStart(header, chunk, index), filter, scratch, block);
            }
        }
        finally
        {
            if (scratch is not null)
            {
                ArrayPool<byte>.Shared.Return(scratch);
            }
        }
    }

    private static int BlockStart(BloscHeader header, ReadOnlySpan<byte> chunk, int index)
    {
        var start = BinaryPrimitives.ReadInt32LittleEndian(chunk[(BloscHeader.Length + (index * sizeof(int)))..]);
        return start >= header.BlocksStart && start < chunk.Length
            ? start
            : throw Damaged($"block {index:N0} is said to begin at byte {start:N0} of a chunk of {chunk.Length:N0} bytes");
    }

    private void DecodeBlock(BloscHeader header, ReadOnlySpan<byte> chunk, int at, BlockFilter filter, byte[]? scratch, Span<byte> block)
    {
        var shuffled = scratch is null ? block : scratch.AsSpan(0, block.Length);
        var count = header.StreamCount(block.Length);
        var length = block.Length / count;
        if (length * count != block.Length)
        {
            throw Damaged($"a block of {block.Length:N0} bytes cannot be split into {count} streams");
        }

        for (var stream = 0; stream < count; stream++)
        {
            at = DecodeStream(header.Format, chunk, at, shuffled.Slice(stream * length, length));
        }

        if (scratch is not null)
        {
            filter.Undo(shuffled, block);
        }
    }

    // Returns where the next stream begins.
    private int DecodeStream(StreamFormat format, ReadOnlySpan<byte> chunk, int at, Span<byte> destination)
    {
        if (chunk.Length - at < sizeof(int))
        {
            throw Damaged($"a stream is said to begin at byte {at:N0} of a chunk of {chunk.Length:N0} bytes");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(chunk[at..]);
        var start = at + sizeof(int);

        // No encoder keeps a stream that came out longer than its content. Letting one pass would allow tiny blocks of costly streams.
        if (length <= 0 || length > destination.Length || length > chunk.Length - start)
        {
            throw Damaged($"the stream at byte {at:N0} says {length:N0} bytes, there are {chunk.Length - start:N0}, "
                + $"and its content has {destination.Length:N0}");
        }

        var stream = chunk.Slice(start, length);
        if (length == destination.Length)
        {
            stream.CopyTo(destination);
        }
        else if (!decompressor.TryDecompress(format, stream, destination))
        {
            throw Damaged($"the {format} stream at byte {at:N0} is damaged or has not the {destination.Length:N0} bytes it must have");
        }

        return start + length;
    }

    private static CorruptDataException Damaged(string message) => new(BloscCodec.CodecName, message);
}
