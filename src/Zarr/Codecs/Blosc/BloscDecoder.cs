namespace Zarr.Codecs.Blosc;

/// <summary>Reads Blosc 1 chunks, going by nothing but what they say. Thread-safe.</summary>
internal sealed class BloscDecoder(StreamDecompressor decompressor)
{
    // So much stays in the second-level cache between decompressing and putting in order.
    private const int MostAtOnce = 512 * 1024;

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
            var literals = decompressor.Literals.Rent();
            DecodeBlocks(new BloscBlocks(header, chunk, decompressor, literals), header, content);
            decompressor.Literals.Return(literals);
        }

        return content.Length;
    }

    private static void DecodeBlocks(BloscBlocks blocks, BloscHeader header, Span<byte> content)
    {
        var filter = new BlockFilter(header.Shuffle, header.TypeSize);
        var step = filter.IsIdentity ? content.Length : (int)Math.Min((long)BlocksAtOnce(header) * header.BlockSize, content.Length);
        var scratch = filter.IsIdentity ? null : SharedBuffers.Rent(step);
        try
        {
            for (var start = 0; start < content.Length; start += step)
            {
                step = Math.Min(step, content.Length - start);
                var part = content.Slice(start, step);
                var shuffled = scratch is null ? part : scratch.AsSpan(0, step);
                blocks.Decode(start / header.BlockSize, shuffled);
                PutInOrder(filter, header.BlockSize, shuffled, part);
            }
        }
        finally
        {
            if (scratch is not null)
            {
                SharedBuffers.Return(scratch);
            }
        }
    }

    // Several, as streams of Zstd decode fastest in pairs.
    private static int BlocksAtOnce(BloscHeader header) => header.Format == StreamFormat.Zstd ? Math.Max(1, MostAtOnce / header.BlockSize) : 1;

    private static void PutInOrder(BlockFilter filter, int blockSize, ReadOnlySpan<byte> shuffled, Span<byte> content)
    {
        for (var start = 0; start < content.Length && !filter.IsIdentity; start += blockSize)
        {
            var length = Math.Min(blockSize, content.Length - start);
            filter.Undo(shuffled.Slice(start, length), content.Slice(start, length));
        }
    }
}
