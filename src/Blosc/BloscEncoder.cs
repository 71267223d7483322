using System.Buffers.Binary;
using Blosc.Buffers;
using Blosc.Streams;

namespace Blosc;

/// <summary>Writes Blosc 1 chunks, which every c-blosc reads. Thread-safe. It keeps the costly state of compressors for the next chunk, so use one encoder for many chunks.</summary>
public sealed class BloscEncoder
{
    private const int MinCompressedContent = 128;

    private readonly BloscOptions options;
    private readonly CBloscChoices choices;
    private readonly BlockFilter filter;
    private readonly ContextPool<IStreamCompressor> compressors;

    /// <summary>An encoder with these options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="shape">The shape of the content in elements, slowest axis first, if it is an array. The encoder may look for matches in the previous row. The shape is only a hint: content of any length
    /// can be encoded.</param>
    /// <exception cref="NotSupportedException">Chunks of this compressor can only be read; see <see cref="CanWrite"/>.</exception>
    public BloscEncoder(BloscOptions options, params ReadOnlySpan<long> shape)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        compressors = StreamCompressors.For(options, shape)
            ?? throw new NotSupportedException($"Blosc chunks cannot be written with {options.Compressor}; choose Zstd, Lz4, Lz4Hc or Zlib");
        choices = new CBloscChoices(options);
        filter = new BlockFilter(options.Shuffle, options.TypeSize);
    }

    /// <summary>Whether chunks can be written with a compressor: not with <see cref="BloscCompressor.BloscLz"/> and <see cref="BloscCompressor.Snappy"/>.</summary>
    public static bool CanWrite(BloscCompressor compressor) =>
        compressor is BloscCompressor.Zstd or BloscCompressor.Lz4 or BloscCompressor.Lz4Hc or BloscCompressor.Zlib;

    /// <summary>The longest chunk for content of this length, in bytes: the content and a header.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative, or so large that the format cannot state the length of the chunk.</exception>
    public static int MaxEncodedLength(int contentLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(contentLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(contentLength, int.MaxValue - BloscHeader.Length);
        return contentLength + BloscHeader.Length;
    }

    /// <summary>Encodes one chunk.</summary>
    /// <param name="content">The content.</param>
    /// <param name="destination">Room for <see cref="MaxEncodedLength"/> bytes; must not overlap the content.</param>
    /// <returns>The length of the chunk.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The content is too long for the format.</exception>
    public int Encode(ReadOnlySpan<byte> content, Span<byte> destination)
    {
        var room = MaxEncodedLength(content.Length);
        if (destination.Length < room)
        {
            throw new ArgumentException($"there must be room for {room:N0} bytes, there is for {destination.Length:N0}", nameof(destination));
        }

        var layout = choices.LayoutOf(content.Length);
        var flags = BloscHeader.FlagsOf(options.Format, options.Shuffle) | (layout.IsSplit ? BloscFlags.None : BloscFlags.NotSplit);
        var header = new BloscHeader(flags, options.TypeSize, content.Length, layout.BlockSize, room);
        var chunk = destination[..room];
        var written = options.Level > 0 && content.Length >= MinCompressedContent ? EncodeBlocks(header, content, chunk) : 0;
        if (written == 0)
        {
            return Store(header, content, chunk);
        }

        (header with { ChunkLength = written }).Write(chunk);
        return written;
    }

    /// <summary>Encodes one chunk into a new array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The content is too long for the format.</exception>
    public byte[] Encode(ReadOnlySpan<byte> content)
    {
        var chunk = new byte[MaxEncodedLength(content.Length)];
        Array.Resize(ref chunk, Encode(content, chunk));
        return chunk;
    }

    private static int Store(BloscHeader header, ReadOnlySpan<byte> content, Span<byte> chunk)
    {
        (header with { Flags = header.Flags | BloscFlags.Stored }).Write(chunk);
        content.CopyTo(chunk[BloscHeader.Length..]);
        return header.ChunkLength;
    }

    // Returns 0 if the blocks would be longer than the content.
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

    // Returns the offset of the next stream, or 0 if this stream does not fit.
    private int EncodeStream(IStreamCompressor compressor, ReadOnlySpan<byte> stream, Span<byte> chunk, int at)
    {
        var start = at + sizeof(int);
        var room = Math.Min(stream.Length, chunk.Length - start);
        if (room <= 0)
        {
            return 0;
        }

        var written = compressor.Compress(stream, chunk.Slice(start, room), choices.CompressorLevel);
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
