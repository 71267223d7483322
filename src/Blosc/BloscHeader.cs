using System.Buffers.Binary;
using Blosc.Streams;

namespace Blosc;

/// <summary>
/// The 16 bytes in front of every Blosc 1 chunk (README_CHUNK_FORMAT of c-blosc), validated: its fields are consistent.
/// </summary>
public readonly record struct BloscHeader
{
    /// <summary>The length of the header in bytes.</summary>
    public const int Length = 16;

    /// <summary>The largest block in bytes.</summary>
    internal const int MaxBlockSize = (int.MaxValue - 1020) / 3;

    private const int FormatVersion = 2;
    private const int StreamVersion = 1;
    private const int FormatShift = 5;

    /// <summary>A header with these fields. They are not checked.</summary>
    internal BloscHeader(BloscFlags flags, int typeSize, int contentLength, int blockSize, int chunkLength) =>
        (Flags, TypeSize, ContentLength, BlockSize, ChunkLength) = (flags, typeSize, contentLength, blockSize, chunkLength);

    /// <summary>The size of an element in bytes, 1 to 255 (<c>typesize</c>).</summary>
    public int TypeSize { get; }

    /// <summary>The length of the content in bytes (<c>nbytes</c>).</summary>
    public int ContentLength { get; }

    /// <summary>The length of the content of each block in bytes, except for the last, which may be shorter (<c>blocksize</c>).</summary>
    public int BlockSize { get; }

    /// <summary>The length of the whole chunk in bytes, with this header (<c>cbytes</c>).</summary>
    public int ChunkLength { get; internal init; }

    /// <summary>The compressor of the blocks. Both <see cref="BloscCompressor.Lz4"/> and <see cref="BloscCompressor.Lz4Hc"/> are read as the former, because chunks do not distinguish them.</summary>
    public BloscCompressor Compressor => Format switch
    {
        StreamFormat.BloscLz => BloscCompressor.BloscLz,
        StreamFormat.Lz4 => BloscCompressor.Lz4,
        StreamFormat.Snappy => BloscCompressor.Snappy,
        StreamFormat.Zlib => BloscCompressor.Zlib,
        _ => BloscCompressor.Zstd,
    };

    /// <summary>The flags.</summary>
    internal BloscFlags Flags { get; init; }

    /// <summary>The format of the compressed streams.</summary>
    internal StreamFormat Format => (StreamFormat)((int)Flags >> FormatShift);

    /// <summary>The number of blocks.</summary>
    public int BlockCount => BlockSize == 0 ? 0 : (int)(((long)ContentLength + BlockSize - 1) / BlockSize);

    /// <summary>The lowest possible offset of a block: after the header and the table of block offsets.</summary>
    internal long BlocksStart => Length + ((long)sizeof(int) * BlockCount);

    /// <summary>The length of the head of a chunk in bytes: this header and, unless the content is stored uncompressed, the table of block offsets. A <see cref="BloscBlockTable"/> is read from
    /// it.</summary>
    public long HeadLength => IsStored ? Length : BlocksStart;

    /// <summary>How elements are rearranged within a block.</summary>
    public BloscShuffle Shuffle => (Flags & BloscFlags.BothShuffles) switch
    {
        BloscFlags.ByteShuffle => BloscShuffle.Byte,
        BloscFlags.BitShuffle => BloscShuffle.Bit,
        _ => BloscShuffle.None,
    };

    /// <summary>Whether the content is stored uncompressed.</summary>
    public bool IsStored => (Flags & BloscFlags.Stored) != 0;

    /// <summary>The flags of a chunk.</summary>
    internal static BloscFlags FlagsOf(StreamFormat format, BloscShuffle shuffle) => (BloscFlags)((int)format << FormatShift) | shuffle switch
    {
        BloscShuffle.Byte => BloscFlags.ByteShuffle,
        BloscShuffle.Bit => BloscFlags.BitShuffle,
        _ => BloscFlags.None,
    };

    /// <summary>Number of streams in a block: one, or one for each byte of an element.</summary>
    internal int StreamCount(int blockLength) =>
        (Flags & BloscFlags.NotSplit) == 0 && blockLength == BlockSize && BlockLayout.CanSplit(TypeSize, BlockSize) ? TypeSize : 1;

    /// <summary>Writes the header.</summary>
    internal void Write(Span<byte> destination)
    {
        destination[0] = FormatVersion;
        destination[1] = StreamVersion;
        destination[2] = (byte)Flags;
        destination[3] = (byte)TypeSize;
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], ContentLength);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], BlockSize);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], ChunkLength);
    }

    /// <summary>Reads and checks the header of a chunk.</summary>
    /// <param name="chunk">The chunk, or at least its first <see cref="Length"/> bytes.</param>
    /// <exception cref="InvalidDataException">The bytes are not the header of a Blosc 1 chunk.</exception>
    public static BloscHeader Read(ReadOnlySpan<byte> chunk) => Read(chunk, available: null, room: int.MaxValue);

    /// <summary>Reads the header of a chunk and checks it against the chunk.</summary>
    /// <param name="chunk">The whole chunk.</param>
    /// <param name="room">The longest acceptable content in bytes.</param>
    /// <exception cref="InvalidDataException">The header is not that of a Blosc 1 chunk of this length, or states more content than is acceptable.</exception>
    internal static BloscHeader Read(ReadOnlySpan<byte> chunk, int room) => Read(chunk, chunk.Length, room);

    private static BloscHeader Read(ReadOnlySpan<byte> chunk, int? available, int room)
    {
        if (chunk.Length < Length)
        {
            throw new InvalidDataException($"there are {chunk.Length} bytes, the header alone takes {Length}");
        }

        var header = new BloscHeader(
            (BloscFlags)chunk[2],
            chunk[3],
            BinaryPrimitives.ReadInt32LittleEndian(chunk[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(chunk[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(chunk[12..]));
        return header.Defect(version: chunk[0], available ?? header.ChunkLength, room) is { } defect
            ? throw new InvalidDataException(defect)
            : header;
    }

    private string? Defect(int version, int available, int room) => this switch
    {
        _ when version != FormatVersion => $"the header says format version {version}, only {FormatVersion} (Blosc 1) is supported",
        _ when !AreFlagsValid => $"the header's flags {(int)Flags:x2} are not those of Blosc 1",
        _ when Format > StreamFormat.Zstd => $"the header names an unknown compressor, number {(int)Format}",
        { TypeSize: 0 } => "the header says elements of 0 bytes",
        _ when ContentLength < 0 || ContentLength > room => $"the header says {ContentLength:N0} bytes, the chunk has room for {room:N0}",
        { BlockSize: <= 0 or > MaxBlockSize } => $"the header says blocks of {BlockSize:N0} bytes",
        _ when ChunkLength != available => $"the header says that the chunk takes {ChunkLength:N0} bytes, there are {available:N0}",
        _ when ChunkLength < LeastLength =>
            $"the chunk takes {ChunkLength:N0} bytes, its {ContentLength:N0} bytes of content need {LeastLength:N0}",
        _ => null,
    };

    private bool AreFlagsValid =>
        (Flags & BloscFlags.Reserved) == 0 && (Flags & BloscFlags.BothShuffles) != BloscFlags.BothShuffles;

    private long LeastLength => IsStored ? (long)Length + ContentLength : BlocksStart;
}
