using Zarr.Codecs;

namespace Zarr.Arrays.Blocks;

/// <summary>A chunk whose stored bytes are its content. Any division into blocks will do.</summary>
internal sealed class PlainBlocks(int contentLength, int blockSize) : IBlockTable
{
    public int ContentLength => contentLength;

    public int BlockSize => blockSize;

    public int EncodedLength => contentLength;

    public long MemoryLength => 0;

    public (int Offset, int Length) PlaceOf(int block) => (block * blockSize, Math.Min(blockSize, contentLength - (block * blockSize)));

    public void Decode(int first, int count, ReadOnlySpan<byte> part, int offset, Span<byte> content) =>
        part.Slice((first * blockSize) - offset, content.Length).CopyTo(content);
}
