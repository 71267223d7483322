using System.Buffers.Binary;
using Zarr.Codecs.Compression;

namespace Zarr.Codecs.Blosc;

/// <summary>Writes Blosc 1 chunks. Thread-safe.</summary>
internal sealed class BloscEncoder(BloscSettings settings, ContextPool<IStreamCompressor> compressors, NominalPolicy policy)
{
    private const int MinCompressedContent = 128;

    private readonly BlockFilter filter = new(settings.Shuffle, settings.TypeSize);

    /// <summary>Encodes one chunk; the result is never more than a header longer than the content.</summary>
    public int Encode(ReadOnlySpan<byte> content, Span<byte> destination)
    {
        var layout = policy.LayoutOf(content.Length);
        var flags = BloscHeader.FlagsOf(settings.Format, settings.Shuffle) | (layout.IsSplit ? BloscFlags.None : BloscFlags.NotSplit);
        var header = new BloscHeader(flags, settings.TypeSize, content.Length, layout.BlockSize, content.Length + BloscHeader.Length);
        var chunk = destination[..header.ChunkLength];
        var written = settings.Level > 0 && content.Length >= MinCompressedContent ? EncodeBlocks(header, content, chunk) : 0;
        if (written == 0)
        {
            return Store(header, content, chunk);
        }

        (header with { ChunkLength = written }).Write(chunk);
        return written;
    }

    private static int Store(BloscHeader header, ReadOnlySpan<byte> content, Span<byte> chunk)
    {
        (header with { Flags = header.Flags | BloscFlags.Stored }).Write(chunk);
        content.CopyTo(chunk[BloscHeader.Length..]);
        return header.ChunkLength;
    }

    // Returns 0 if the blocks would take more than the content as it is.
    private int EncodeBlocks(BloscHeader header, ReadOnlySpan<byte> content, Span<byte> chunk)
    {
        if (header.BlocksStart >= chunk.Length)
        {
            return 0;
        }

        var at = (int)header.BlocksStart;
        var compressor = compressors.Rent();
        compressor.BeginChunk(header.BlockCount);
        var scratch = filter.IsIdentity ? null : SharedBuffers.Rent(header.BlockSize);
        for (var index = 0; index < header.BlockCount && at > 0; index++)
        {
            var start = index * header.BlockSize;
            var block = content.Slice(start, Math.Min(header.BlockSize, content.Length - start));
            BinaryPrimitives.WriteInt32LittleEndian(chunk[(BloscHeader.Length + (index * sizeof(int)))..], at);
            at = EncodeStreams(compressor, Filtered(block, scratch), header.StreamCount(block.Length), chunk, at);
        }

        compressors.Return(compressor);
        if (scratch is not null)
        {
            SharedBuffers.Return(scratch);
        }

        return at;
    }

    private ReadOnlySpan<byte> Filtered(ReadOnlySpan<byte> block, byte[]? scratch)
    {
        if (scratch is null)
        {
            return block;
        }

        filter.Apply(block, scratch.AsSpan(0, block.Length));
        return scratch.AsSpan(0, block.Length);
    }

    private int EncodeStreams(IStreamCompressor compressor, ReadOnlySpan<byte> block, int count, Span<byte> chunk, int at)
    {
        var length = block.Length / count;
        for (var stream = 0; stream < count && at > 0; stream++)
        {
            at = EncodeStream(compressor, block.Slice(stream * length, length), chunk, at);
        }

        return at;
    }

    // Returns where the next stream begins, or 0 if this one does not fit.
    private int EncodeStream(IStreamCompressor compressor, ReadOnlySpan<byte> stream, Span<byte> chunk, int at)
    {
        var start = at + sizeof(int);
        var room = Math.Min(stream.Length, chunk.Length - start);
        if (room <= 0)
        {
            return 0;
        }

        var written = compressor.Compress(stream, chunk.Slice(start, room), policy.Effort);
        if (written == 0 || written == stream.Length)
        {
            if (stream.Length > chunk.Length - start)
            {
                return 0;
            }

            stream.CopyTo(chunk[start..]);
            written = stream.Length;
        }

        BinaryPrimitives.WriteInt32LittleEndian(chunk[at..], written);
        return start + written;
    }
}
