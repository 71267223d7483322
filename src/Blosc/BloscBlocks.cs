using System.Buffers.Binary;
using Blosc.Buffers;
using Blosc.Streams;
using Blosc.Zstd.Decoding;

namespace Blosc;

/// <summary>Decodes blocks of one chunk. The part of the chunk that holds these blocks is enough.</summary>
/// <remarks>Blocks may lie in any order and even share bytes: c-blosc with several threads writes each block when it is ready.</remarks>
/// <param name="header">The header of the chunk.</param>
/// <param name="head">The first bytes of the chunk: the header and the table of block offsets.</param>
/// <param name="part">A part of the chunk, or all of it.</param>
/// <param name="origin">Offset of the part in the chunk.</param>
/// <param name="decompressor">Decompresses streams.</param>
/// <param name="literals">Decodes zstd frames of literals, two at a time.</param>
internal readonly ref struct BloscBlocks(
    BloscHeader header, ReadOnlySpan<byte> head, ReadOnlySpan<byte> part, int origin, StreamDecompressor decompressor, LiteralsDecoder literals)
{
    private readonly BloscHeader header = header;
    private readonly ReadOnlySpan<byte> head = head;
    private readonly ReadOnlySpan<byte> chunk = part;
    private readonly int origin = origin;
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
            throw Damaged($"block {index:N0} of {blockLength:N0} bytes cannot be split into {count} streams");
        }

        for (var stream = 0; stream < count; stream++)
        {
            var place = PlaceOf(index, at, to + (stream * length), length);
            DecodeStream(index, content, place);
            at = place.Start + place.Length;
        }
    }

    /// <summary>Where a block begins, within the part.</summary>
    private int BlockStart(int index)
    {
        var start = BinaryPrimitives.ReadInt32LittleEndian(head[(BloscHeader.Length + (index * sizeof(int)))..]);
        return start >= header.BlocksStart && start >= origin && start - origin < chunk.Length
            ? start - origin
            : throw Damaged($"block {index:N0} is said to begin at byte {start:N0} of a chunk of {header.ChunkLength:N0} bytes");
    }

    private StreamSegment PlaceOf(int index, int at, int to, int contentLength)
    {
        if (chunk.Length - at < sizeof(int))
        {
            throw Damaged($"a stream of block {index:N0} is said to begin at byte {at + origin:N0} of a chunk of {header.ChunkLength:N0} bytes");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(chunk[at..]);
        var start = at + sizeof(int);

        // No encoder writes a stream that is longer than its content. Accepting one would let a hostile chunk combine tiny blocks with long, costly streams.
        return length > 0 && length <= contentLength && length <= chunk.Length - start
            ? new StreamSegment(start, length, to, contentLength)
            : throw Damaged($"the stream at byte {at + origin:N0}, of block {index:N0}, says {length:N0} bytes, there are {chunk.Length - start:N0}, "
                + $"and its content has {contentLength:N0}");
    }

    private void DecodeStream(int index, Span<byte> content, StreamSegment place)
    {
        if (place.Length == place.ContentLength)
        {
            place.In(chunk).CopyTo(place.ContentIn(content));
        }
        else if (!TryDecompress(content, place))
        {
            throw Damaged($"the {header.Format} stream at byte {place.Start - sizeof(int) + origin:N0}, of block {index:N0}, is damaged or has not the "
                + $"{place.ContentLength:N0} bytes it must have");
        }
    }

    private bool TryDecompress(Span<byte> content, StreamSegment place) =>
        (header.Format == StreamFormat.Zstd && literals.TryAdd(chunk, content, place))
        || decompressor.TryDecompress(header.Format, place.In(chunk), place.ContentIn(content));

    private static InvalidDataException Damaged(string message) => new(message);
}
