using System.Buffers.Binary;
using Blosc.Buffers;
using Blosc.Streams;
using Blosc.Zstd.Decoding;

namespace Blosc;

/// <summary>The compressed blocks of one chunk.</summary>
/// <remarks>Blocks may lie in any order and even share bytes: c-blosc with several threads writes each block when it is ready.</remarks>
internal readonly ref struct BloscBlocks(
    BloscHeader header, ReadOnlySpan<byte> chunk, StreamDecompressor decompressor, LiteralsDecoder literals)
{
    private readonly BloscHeader header = header;
    private readonly ReadOnlySpan<byte> chunk = chunk;
    private readonly StreamDecompressor decompressor = decompressor;
    private readonly LiteralsDecoder literals = literals;

    /// <summary>Decompresses consecutive blocks, without unshuffling them.</summary>
    /// <param name="first">The first block.</param>
    /// <param name="content">Room for exactly the blocks to decompress.</param>
    /// <exception cref="InvalidDataException">The chunk is damaged.</exception>
    /// <exception cref="NotSupportedException">The chunk is compressed with Snappy.</exception>
    public void Decode(int first, Span<byte> content)
    {
        for (var start = 0; start < content.Length; start += header.BlockSize)
        {
            DecodeBlock(first + (start / header.BlockSize), content, start, Math.Min(header.BlockSize, content.Length - start));
        }

        if (!literals.TryFinish(chunk, content))
        {
            throw Damaged($"a {header.Format} stream of block {first:N0} or the next is damaged");
        }
    }

    private void DecodeBlock(int index, Span<byte> content, int to, int blockLength)
    {
        var at = BlockStart(index);
        var count = header.StreamCount(blockLength);
        var length = blockLength / count;
        if (length * count != blockLength)
        {
            throw Damaged($"a block of {blockLength:N0} bytes cannot be split into {count} streams");
        }

        for (var stream = 0; stream < count; stream++)
        {
            var place = PlaceOf(at, to + (stream * length), length);
            DecodeStream(content, place);
            at = place.Start + place.Length;
        }
    }

    private int BlockStart(int index)
    {
        var start = BinaryPrimitives.ReadInt32LittleEndian(chunk[(BloscHeader.Length + (index * sizeof(int)))..]);
        return start >= header.BlocksStart && start < chunk.Length
            ? start
            : throw Damaged($"block {index:N0} is said to begin at byte {start:N0} of a chunk of {chunk.Length:N0} bytes");
    }

    private StreamSegment PlaceOf(int at, int to, int contentLength)
    {
        if (chunk.Length - at < sizeof(int))
        {
            throw Damaged($"a stream is said to begin at byte {at:N0} of a chunk of {chunk.Length:N0} bytes");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(chunk[at..]);
        var start = at + sizeof(int);

        // No encoder writes a stream that is longer than its content. Accepting one would let a hostile chunk combine tiny blocks with long, costly streams.
        return length > 0 && length <= contentLength && length <= chunk.Length - start
            ? new StreamSegment(start, length, to, contentLength)
            : throw Damaged($"the stream at byte {at:N0} says {length:N0} bytes, there are {chunk.Length - start:N0}, "
                + $"and its content has {contentLength:N0}");
    }

    private void DecodeStream(Span<byte> content, StreamSegment place)
    {
        if (place.Length == place.ContentLength)
        {
            place.In(chunk).CopyTo(place.ContentIn(content));
        }
        else if (!TryDecompress(content, place))
        {
            throw Damaged($"the {header.Format} stream at byte {place.Start - sizeof(int):N0} is damaged or has not the "
                + $"{place.ContentLength:N0} bytes it must have");
        }
    }

    private bool TryDecompress(Span<byte> content, StreamSegment place) =>
        (header.Format == StreamFormat.Zstd && literals.TryAdd(chunk, content, place))
        || decompressor.TryDecompress(header.Format, place.In(chunk), place.ContentIn(content));

    private static InvalidDataException Damaged(string message) => new(message);
}
