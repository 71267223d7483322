namespace Zarr.Codecs;

/// <summary>A chunk whose stored bytes are its content. Any division into blocks will do: these are as long as a page of memory.</summary>
internal sealed class PlainBlocks(int contentLength) : IBlockTable
{
    public int ContentLength => contentLength;

    public int BlockSize => BufferSizes.PlainBlock;

    public int EncodedLength => contentLength;

    public long MemoryLength => 0;

    public (int Offset, int Length) PlaceOf(int block) => (block * BlockSize, Math.Min(BlockSize, contentLength - (block * BlockSize)));

    public void Decode(int first, int count, ReadOnlySpan<byte> part, int offset, Span<byte> content) =>
        part.Slice((first * BlockSize) - offset, content.Length).CopyTo(content);
}
