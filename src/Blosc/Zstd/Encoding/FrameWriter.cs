using System.Buffers.Binary;
using System.Numerics.Tensors;
using Blosc.Zstd.Entropy;
using Blosc.Zstd.Sequences;

namespace Blosc.Zstd.Encoding;

/// <summary>
/// Writes one Zstandard frame (RFC 8878) block by block: raw blocks, RLE blocks, compressed blocks of literals and sequences, and the blocks of a frame that another compressor made. Once
/// something does not fit, the writer writes nothing more, and <see cref="Close"/> returns 0.
/// </summary>
/// <remarks>
/// A block depends on earlier blocks of its frame (repeat offsets, Huffman tree, FSE tables). A block of literals alone changes no repeat offset and no FSE table. It sets a
/// Huffman tree, which the blocks of another frame never use, because a frame does not depend on data before it. So blocks of literals may precede and follow the blocks of one other frame. The
/// blocks of two other frames cannot be combined. <see cref="AddSequences"/> describes its FSE tables anew in each block.
/// </remarks>
internal ref struct FrameWriter
{
    private const int MagicLength = 4;
    private const int BlockHeaderLength = 3;
    private const int NoBlock = -1;
    private const int TenBitSizesBelow = 1 << 10;
    private const int FourteenBitSizesBelow = 1 << 14;

    // At most 5 bytes, written as one word of 8.
    private const int LiteralsHeaderRoom = sizeof(ulong);

    private readonly Span<byte> destination;
    private int length;
    private int lastBlock = NoBlock;
    private bool isFull;

    /// <summary>Begins a frame with its content size, which is its window too.</summary>
    public FrameWriter(Span<byte> destination, int contentLength)
    {
        this.destination = destination;
        Span<byte> header = stackalloc byte[MagicLength + 1 + sizeof(int)];
        BinaryPrimitives.WriteUInt32LittleEndian(header, ZstdFormat.Magic);
        Put(header[..WriteContentSize(header[MagicLength..], contentLength)]);
    }

    /// <summary>Scratch bytes that <see cref="AddLiterals"/> and <see cref="AddSequences"/> need for content of this length.</summary>
    public static int ScratchLength(int contentLength) =>
        LiteralsHeaderRoom + CodedLength(contentLength) + SequenceWriter.MaxLength(contentLength / SequenceCodes.MinMatch);

    // Values of Block_Type.
    private enum BlockKind
    {
        Raw,
        Rle,
        Compressed,
    }

    /// <summary>Adds literals with a Huffman code of their own (never Treeless_Literals_Block). It adds a raw block instead if that is not longer, or an RLE block if all bytes are equal.</summary>
    /// <param name="content">At least one byte, and at most <see cref="ZstdFormat.MaxBlockLength"/>, unless all are equal.</param>
    /// <param name="counts">Approximate relative frequency of each byte; 0 only for bytes that do not occur.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> bytes.</param>
    public void AddLiterals(scoped ReadOnlySpan<byte> content, scoped ReadOnlySpan<int> counts, scoped Span<byte> scratch)
    {
        var total = TensorPrimitives.Sum(counts);
        if (counts[content[0]] == total)
        {
            AddRle(content[0], content.Length);
            return;
        }

        if (content.Length < HuffmanStreams.MinLength || BitCost.OfLiterals(counts, total, content.Length) >= BitCost.OfRaw(content.Length) || !TryAddCoded(content, counts, scratch))
        {
            AddRaw(content);
        }
    }

    /// <summary>Adds content as one block of sequences, or as a raw block if that is not longer.</summary>
    /// <param name="content">At most <see cref="ZstdFormat.MaxBlockLength"/> bytes.</param>
    /// <param name="found">The whole content as literals and sequences.</param>
    /// <param name="sequences">Writes the sequences section.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> bytes.</param>
    public void AddSequences(scoped ReadOnlySpan<byte> content, SequenceList found, SequenceWriter sequences, scoped Span<byte> scratch)
    {
        Span<int> counts = stackalloc int[ByteHistogram.Size];
        var total = ByteHistogram.Sample(found.Literals, counts); // of a sample, but a byte that occurs never has the count 0
        var length = WriteLiteralsSection(found.Literals, counts, total, scratch);
        length += sequences.Write(found.Sequences, scratch[length..]);
        if (length >= content.Length)
        {
            AddRaw(content);
            return;
        }

        Begin(BlockKind.Compressed, length);
        Put(scratch[..length]);
        found.CommitOffsets(); // a raw block leaves them as they were
    }

    // RFC 8878, 3.1.1.3.1: Huffman-coded, raw or RLE.
    private static int WriteLiteralsSection(scoped ReadOnlySpan<byte> literals, scoped ReadOnlySpan<int> counts, int total, scoped Span<byte> destination)
    {
        const int Raw = 0;
        const int Rle = 1;
        var isRle = literals.Length > 1 && counts[literals[0]] == total;
        if (!isRle && literals.Length >= HuffmanStreams.MinLength && WriteCoded(literals, counts, destination) is > 0 and var written)
        {
            return written;
        }

        var at = WriteUncodedHeader(isRle ? Rle : Raw, literals.Length, destination);
        var stored = isRle ? literals[..1] : literals;
        stored.CopyTo(destination[at..]);
        return at + stored.Length;
    }

    // Returns 0 if a Huffman code would not be shorter.
    private static int WriteCoded(scoped ReadOnlySpan<byte> literals, scoped ReadOnlySpan<int> counts, scoped Span<byte> destination)
    {
        var coded = destination[LiteralsHeaderRoom..];
        var size = Encode(literals, counts, coded);
        var header = WriteLiteralsHeader(literals.Length, size, stackalloc byte[LiteralsHeaderRoom]);
        if (size == 0 || header.Length + size >= literals.Length)
        {
            return 0;
        }

        coded[..size].CopyTo(destination[header.Length..]);
        header.CopyTo(destination);
        return header.Length + size;
    }

    private static int WriteUncodedHeader(int literalsType, int length, scoped Span<byte> header)
    {
        const int OneByteBelow = 1 << 5;
        const int TwoBytesBelow = 1 << 12;
        if (length < OneByteBelow)
        {
            header[0] = (byte)(literalsType | (length << 3));
            return 1;
        }

        var (format, bytes) = length < TwoBytesBelow ? (1, 2) : (3, 3);
        var value = literalsType | (format << 2) | (length << 4);
        for (var i = 0; i < bytes; i++)
        {
            header[i] = (byte)(value >> (8 * i));
        }

        return bytes;
    }

    /// <summary>Adds the blocks of a whole frame that another compressor made, without checksum or dictionary. The frame is trusted, not validated.</summary>
    public void AddBlocksOf(scoped ReadOnlySpan<byte> frame)
    {
        var at = FrameHeaderLength(frame[MagicLength]);
        for (var isLast = false; !isLast;)
        {
            var header = frame[at] | (frame[at + 1] << 8) | (frame[at + 2] << 16);
            isLast = (header & 1) != 0;
            var kind = (BlockKind)((header >> 1) & 3);
            var size = header >> 3;
            Begin(kind, size);
            at += BlockHeaderLength;
            var stored = kind == BlockKind.Rle ? 1 : size;
            Put(frame.Slice(at, stored));
            at += stored;
        }
    }

    /// <summary>Ends the frame, which must have a block.</summary>
    /// <returns>Its length, or 0 if it does not fit the destination.</returns>
    public readonly int Close()
    {
        if (isFull)
        {
            return 0;
        }

        destination[lastBlock] |= 1;
        return length;
    }

    private static int FrameHeaderLength(byte descriptor)
    {
        var isSingleSegment = (descriptor & 0x20) != 0;
        var contentSize = (descriptor >> 6) switch
        {
            0 => isSingleSegment ? 1 : 0,
            var power => 1 << power,
        };
        return MagicLength + 1 + (isSingleSegment ? 0 : 1) + contentSize;
    }

    // RFC 8878, 3.1.1.1: the descriptor with Single_Segment_flag, then the content size in as few bytes as possible. Returns the length of the whole header.
    private static int WriteContentSize(Span<byte> descriptor, int contentLength)
    {
        const int SingleSegment = 0x20;
        const int TwoBytesCountFrom = 256;
        var power = contentLength < TwoBytesCountFrom ? 0 : contentLength < TwoBytesCountFrom + (1 << 16) ? 1 : 2;
        descriptor[0] = (byte)(SingleSegment | (power << 6));
        Span<byte> size = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(size, power == 1 ? contentLength - TwoBytesCountFrom : contentLength);
        size[..(1 << power)].CopyTo(descriptor[1..]);
        return MagicLength + 1 + (1 << power);
    }

    // RFC 8878, 3.1.1.3.1.1: type, size format, regenerated size, compressed size. Always four streams, so never format 0.
    private static Span<byte> WriteLiteralsHeader(int regeneratedSize, int compressedSize, Span<byte> header)
    {
        const int Compressed = 2;
        var (format, width) = regeneratedSize switch
        {
            < TenBitSizesBelow => (1, 10),
            < FourteenBitSizesBelow => (2, 14),
            _ => (3, 18),
        };
        BinaryPrimitives.WriteUInt64LittleEndian(header, Compressed | ((ulong)format << 2) | ((ulong)regeneratedSize << 4) | ((ulong)compressedSize << (4 + width)));
        return header[..(format + 2)]; // 3, 4 or 5 bytes
    }

    // Writes the codes in place if there is room for the longest possible result; otherwise it writes them to scratch memory and moves them. Returns false if they are not shorter than raw literals.
    private bool TryAddCoded(scoped ReadOnlySpan<byte> content, scoped ReadOnlySpan<int> counts, scoped Span<byte> scratch)
    {
        const byte NoSequences = 0;
        Span<byte> room = stackalloc byte[LiteralsHeaderRoom];
        var headerLength = WriteLiteralsHeader(content.Length, 0, room).Length;
        var start = length + BlockHeaderLength + headerLength;
        var isInPlace = !isFull && destination.Length - start >= CodedLength(content.Length);
        scoped var coded = isInPlace ? destination[start..] : scratch;
        var size = Encode(content, counts, coded);
        if (size == 0 || headerLength + size + 1 >= content.Length)
        {
            return false;
        }

        Begin(BlockKind.Compressed, headerLength + size + 1);
        Put(WriteLiteralsHeader(content.Length, size, room));
        if (isInPlace)
        {
            length += size;
        }
        else
        {
            Put(coded[..size]);
        }

        Put([NoSequences]);
        return true;
    }

    // The greatest length of the code's description and streams, and of the words that the encoder may write past their end.
    private static int CodedLength(int contentLength) => HuffmanWeights.MaxLength + HuffmanStreams.JumpTableLength + HuffmanStreams.MaxLength(contentLength);

    // Writes the description of the code and the streams. Returns 0 if the code cannot be described.
    private static int Encode(ReadOnlySpan<byte> content, ReadOnlySpan<int> counts, Span<byte> to)
    {
        Span<byte> lengths = stackalloc byte[ByteHistogram.Size];
        HuffmanLengths.Choose(counts, lengths);
        var descriptionLength = HuffmanWeights.Write(lengths, to);
        if (descriptionLength == 0)
        {
            return 0;
        }

        Span<ulong> codes = stackalloc ulong[ByteHistogram.Size];
        HuffmanStreams.AssignCodes(lengths, codes);
        return descriptionLength + HuffmanStreams.Encode(content, codes, to[descriptionLength..]);
    }

    private void AddRaw(scoped ReadOnlySpan<byte> content)
    {
        for (var left = content; !left.IsEmpty; left = left[Math.Min(left.Length, ZstdFormat.MaxBlockLength)..])
        {
            var block = left[..Math.Min(left.Length, ZstdFormat.MaxBlockLength)];
            Begin(BlockKind.Raw, block.Length);
            Put(block);
        }
    }

    /// <summary>Adds an RLE block: one byte, repeated.</summary>
    public void AddRle(byte value, int count)
    {
        for (var left = count; left > 0; left -= ZstdFormat.MaxBlockLength)
        {
            Begin(BlockKind.Rle, Math.Min(left, ZstdFormat.MaxBlockLength));
            Put([value]);
        }
    }

    private void Begin(BlockKind kind, int size)
    {
        lastBlock = length;
        var header = ((int)kind << 1) | (size << 3);
        Put([(byte)header, (byte)(header >> 8), (byte)(header >> 16)]);
    }

    private void Put(scoped ReadOnlySpan<byte> bytes)
    {
        isFull |= bytes.Length > destination.Length - length;
        if (!isFull)
        {
            bytes.CopyTo(destination[length..]);
            length += bytes.Length;
        }
    }
}
