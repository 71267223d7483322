using System.Buffers.Binary;

namespace Zarr.Codecs.Blosc;

/// <summary>
/// The 16 bytes in front of every Blosc 1 chunk (README_CHUNK_FORMAT of c-blosc). All numbers are little endian. One that was read has been
/// checked: each field is possible for a chunk of its length.
/// </summary>
/// <param name="Flags">What is in the chunk.</param>
/// <param name="TypeSize">Bytes per element, 1 to 255.</param>
/// <param name="ContentLength">Bytes of content (<c>nbytes</c>).</param>
/// <param name="BlockSize">Bytes of content per block, all but the last (<c>blocksize</c>).</param>
/// <param name="ChunkLength">Bytes of the whole chunk with this header (<c>cbytes</c>).</param>
internal readonly record struct BloscHeader(BloscFlags Flags, int TypeSize, int ContentLength, int BlockSize, int ChunkLength)
{
    /// <summary>Length of the header.</summary>
    public const int Length = 16;

    /// <summary>The largest block.</summary>
    public const int MaxBlockSize = (int.MaxValue - 1020) / 3;

    private const int FormatVersion = 2;
    private const int StreamVersion = 1;
    private const int FormatShift = 5;

    /// <summary>The format of the compressed streams.</summary>
    public StreamFormat Format => (StreamFormat)((int)Flags >> FormatShift);

    /// <summary>Number of blocks, the last perhaps a shorter one.</summary>
    public int BlockCount => (int)(((long)ContentLength + BlockSize - 1) / BlockSize);

    /// <summary>Where the blocks may begin: after the header and the table of block offsets.</summary>
    public long BlocksStart => Length + ((long)sizeof(int) * BlockCount);

    /// <summary>How elements are rearranged within a block.</summary>
    public BloscShuffle Shuffle => (Flags & BloscFlags.BothShuffles) switch
    {
        BloscFlags.ByteShuffle => BloscShuffle.Byte,
        BloscFlags.BitShuffle => BloscShuffle.Bit,
        _ => BloscShuffle.None,
    };

    /// <summary>Whether the content is stored as it is.</summary>
    public bool IsStored => (Flags & BloscFlags.Stored) != 0;

    /// <summary>The flags of a chunk.</summary>
    public static BloscFlags FlagsOf(StreamFormat format, BloscShuffle shuffle) => (BloscFlags)((int)format << FormatShift) | shuffle switch
    {
        BloscShuffle.Byte => BloscFlags.ByteShuffle,
        BloscShuffle.Bit => BloscFlags.BitShuffle,
        _ => BloscFlags.None,
    };

    /// <summary>Number of streams in a block: one, or one for each byte of an element.</summary>
    public int StreamCount(int blockLength) =>
        (Flags & BloscFlags.NotSplit) == 0 && blockLength == BlockSize && BlockLayout.CanSplit(TypeSize, BlockSize) ? TypeSize : 1;

    /// <summary>Writes the header.</summary>
    public void Write(Span<byte> destination)
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
    /// <param name="chunk">The whole chunk.</param>
    /// <param name="room">The most content that is acceptable.</param>
    /// <exception cref="CorruptDataException">The header is not that of a Blosc 1 chunk of this length with so much content.</exception>
    public static BloscHeader Read(ReadOnlySpan<byte> chunk, int room)
    {
        if (chunk.Length < Length)
        {
            throw new CorruptDataException(BloscCodec.CodecName, $"there are {chunk.Length} bytes, the header alone takes {Length}");
        }

        var header = new BloscHeader(
            (BloscFlags)chunk[2],
            chunk[3],
            BinaryPrimitives.ReadInt32LittleEndian(chunk[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(chunk[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(chunk[12..]));
        return header.Defect(version: chunk[0], chunk.Length, room) is { } defect
            ? throw new CorruptDataException(BloscCodec.CodecName, defect)
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

/// <summary>The low five bits of the header's flags; the other three are the <see cref="StreamFormat"/>.</summary>
[Flags]
internal enum BloscFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>The bytes are shuffled.</summary>
    ByteShuffle = 0x01,

    /// <summary>The content is stored as it is, neither shuffled nor compressed; c-blosc says "memcpyed".</summary>
    Stored = 0x02,

    /// <summary>The bits are shuffled.</summary>
    BitShuffle = 0x04,

    /// <summary>Both kinds of shuffle, which Blosc 2 uses as a mark of its own.</summary>
    BothShuffles = ByteShuffle | BitShuffle,

    /// <summary>Not used by Blosc 1.</summary>
    Reserved = 0x08,

    /// <summary>Every block is one stream.</summary>
    NotSplit = 0x10,
}

/// <summary>The formats of the compressed streams in a chunk, by their number in the header.</summary>
internal enum StreamFormat
{
    /// <summary>FastLZ level 2, nearly.</summary>
    BloscLz = 0,

    /// <summary>LZ4 block; lz4 and lz4hc both write it.</summary>
    Lz4 = 1,

    /// <summary>Snappy without framing.</summary>
    Snappy = 2,

    /// <summary>RFC 1950.</summary>
    Zlib = 3,

    /// <summary>RFC 8878.</summary>
    Zstd = 4,
}
