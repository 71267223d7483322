using System.Buffers.Binary;

namespace Blosc;

/// <summary>Where the blocks of a chunk lie, so that single blocks can be fetched and decoded. It is read from the head of the chunk; nothing else of the chunk is needed.</summary>
/// <remarks>Immutable and thread-safe. The head need not be trusted: a damaged one causes exceptions, here or later.</remarks>
public sealed class BloscBlockTable
{
    private readonly byte[] head;

    // Where each block ends at the latest; 0 for a block that begins outside the chunk.
    private readonly int[] ends;

    private BloscBlockTable(BloscHeader header, ReadOnlySpan<byte> head)
    {
        (Header, this.head) = (header, head.ToArray());
        ends = header.IsStored ? [] : EndsOf(header, head);
    }

    /// <summary>The header of the chunk.</summary>
    public BloscHeader Header { get; }

    /// <summary>The bytes of memory that the table takes.</summary>
    public long MemoryLength => head.Length + ((long)sizeof(int) * ends.Length);

    internal ReadOnlySpan<byte> Head => head;

    /// <summary>Reads the table of a chunk.</summary>
    /// <param name="chunk">The chunk, or at least its first <see cref="BloscHeader.HeadLength"/> bytes.</param>
    /// <exception cref="InvalidDataException">The bytes are not the head of a Blosc 1 chunk.</exception>
    public static BloscBlockTable Read(ReadOnlySpan<byte> chunk)
    {
        var header = BloscHeader.Read(chunk);
        return chunk.Length >= header.HeadLength
            ? new BloscBlockTable(header, chunk[..(int)header.HeadLength])
            : throw new InvalidDataException($"there are {chunk.Length:N0} bytes, the header and the table of blocks take {header.HeadLength:N0}");
    }

    /// <summary>The bytes of the chunk that hold a block: from its beginning to that of the next one in the chunk, or less if the block cannot be that long.</summary>
    /// <param name="block">The block, counted from 0.</param>
    /// <returns>The first byte, and the number of bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The chunk has no such block.</exception>
    /// <exception cref="InvalidDataException">The table says that the block begins outside the chunk.</exception>
    public (int Offset, int Length) PlaceOf(int block)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(block);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(block, Header.BlockCount);
        var contentLength = (int)Math.Min(Header.BlockSize, Header.ContentLength - ((long)block * Header.BlockSize));
        if (Header.IsStored)
        {
            return (BloscHeader.Length + (block * Header.BlockSize), contentLength);
        }

        var start = StartOf(head, block);
        var longest = contentLength + ((long)sizeof(int) * Header.StreamCount(contentLength));
        return ends[block] > 0
            ? (start, (int)Math.Min(ends[block] - start, longest))
            : throw new InvalidDataException($"block {block:N0} is said to begin at byte {start:N0} of a chunk of {Header.ChunkLength:N0} bytes");
    }

    private static int StartOf(ReadOnlySpan<byte> head, int block) => BinaryPrimitives.ReadInt32LittleEndian(head[(BloscHeader.Length + (block * sizeof(int)))..]);

    private static int[] EndsOf(BloscHeader header, ReadOnlySpan<byte> head)
    {
        var starts = new int[header.BlockCount];
        var order = new int[starts.Length];
        for (var block = 0; block < starts.Length; block++)
        {
            (starts[block], order[block]) = (StartOf(head, block), block);
        }

        // c-blosc with several threads writes the blocks in any order.
        Array.Sort(starts, order);
        var ends = new int[starts.Length];
        var (end, next) = (header.ChunkLength, header.ChunkLength);
        for (var i = starts.Length - 1; i >= 0; i--)
        {
            if (starts[i] >= header.BlocksStart && starts[i] < header.ChunkLength)
            {
                // Blocks that begin at the same byte end at the same byte.
                (end, next) = starts[i] < next ? (next, starts[i]) : (end, next);
                ends[order[i]] = end;
            }
        }

        return ends;
    }
}
