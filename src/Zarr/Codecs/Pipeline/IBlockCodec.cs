namespace Zarr.Codecs;

/// <summary>A bound codec whose encoded chunks consist of blocks that can be decoded one by one.</summary>
internal interface IBlockCodec : IBoundCodec
{
    /// <summary>The content of a block in bytes that is expected as long as no chunk has been read.</summary>
    int ExpectedBlockSize { get; }

    /// <summary>The number of first bytes that <see cref="HeadLength"/> needs.</summary>
    int LeastHead { get; }

    /// <summary>The length in bytes of the head of an encoded chunk, which says where the blocks lie.</summary>
    /// <param name="head">At least the first <see cref="LeastHead"/> bytes of the chunk, untrusted.</param>
    /// <exception cref="CorruptDataException">The bytes are no head.</exception>
    long HeadLength(ReadOnlySpan<byte> head);

    /// <summary>Reads the head of an encoded chunk.</summary>
    /// <param name="head">At least the whole head, untrusted.</param>
    /// <exception cref="CorruptDataException">The bytes are no head.</exception>
    IBlockTable ReadTable(ReadOnlySpan<byte> head);
}

/// <summary>The blocks of one encoded chunk. Immutable and thread-safe.</summary>
internal interface IBlockTable
{
    /// <summary>Bytes of the decoded content.</summary>
    int ContentLength { get; }

    /// <summary>Bytes of the content of each block; the last may be shorter.</summary>
    int BlockSize { get; }

    /// <summary>Bytes of the encoded chunk.</summary>
    int EncodedLength { get; }

    /// <summary>Bytes of memory that this table takes.</summary>
    long MemoryLength { get; }

    /// <summary>The bytes of the encoded chunk that hold a block.</summary>
    /// <exception cref="CorruptDataException">The block lies outside the chunk.</exception>
    (int Offset, int Length) PlaceOf(int block);

    /// <summary>Decodes consecutive blocks.</summary>
    /// <param name="first">The first block.</param>
    /// <param name="count">Number of blocks.</param>
    /// <param name="part">A part of the encoded chunk that holds the blocks.</param>
    /// <param name="offset">Offset of the part in the encoded chunk.</param>
    /// <param name="content">Room for exactly their content.</param>
    /// <exception cref="CorruptDataException">A block is damaged. The message names it.</exception>
    void Decode(int first, int count, ReadOnlySpan<byte> part, int offset, Span<byte> content);
}
