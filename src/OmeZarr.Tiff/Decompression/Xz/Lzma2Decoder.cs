using System.Buffers.Binary;

namespace OmeZarr.Tiff.Decompression.Xz;

/// <summary>Decodes the chunks of LZMA2, which are stored or compressed with LZMA.</summary>
internal ref struct Lzma2Decoder
{
    private const int EndOfChunks = 0;
    private const int StoredWithReset = 1;
    private const int Stored = 2;
    private const int Compressed = 0x80;

    private readonly ReadOnlySpan<byte> source;
    private readonly Span<byte> destination;
    private LzmaModel? model;
    private int start;

    /// <param name="source">The chunks, and perhaps more behind them.</param>
    /// <param name="destination">Where the decoded bytes go; they are the dictionary, too.</param>
    public Lzma2Decoder(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        this.source = source;
        this.destination = destination;
    }

    /// <summary>Decodes until the destination is full or the chunks end.</summary>
    /// <param name="consumed">The bytes of the chunks that were read.</param>
    /// <returns>The number of bytes decoded.</returns>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    public int Decode(out int consumed)
    {
        var (position, written) = (0, 0);
        while (written < destination.Length)
        {
            var control = position < source.Length ? source[position++] : throw Cut();
            if (control == EndOfChunks)
            {
                break;
            }

            var isStored = control < Compressed;
            var header = source[position..] is { Length: >= 4 } numbers ? numbers : throw Cut();
            var length = isStored ? BinaryPrimitives.ReadUInt16BigEndian(header) + 1 : ((control & 0x1F) << 16) + BinaryPrimitives.ReadUInt16BigEndian(header) + 1;
            position += 2;
            // More than fits is the rest of a last strip that is longer than the image.
            var target = destination.Slice(0, Math.Min(destination.Length, written + length));
            if (isStored)
            {
                position = CopyStored(control, position, length, written, target);
            }
            else
            {
                position = DecodeChunk(control, position, written, target, isWhole: target.Length == written + length);
            }

            written = target.Length;
        }

        consumed = position;
        return written;
    }

    private int CopyStored(int control, int position, int length, int written, Span<byte> target)
    {
        if (control > Stored || length > source.Length - position)
        {
            throw Cut();
        }

        start = control == StoredWithReset ? written : start;
        source.Slice(position, target.Length - written).CopyTo(target[written..]);
        return position + length;
    }

    private int DecodeChunk(int control, int position, int written, Span<byte> target, bool isWhole)
    {
        var (reset, length) = ((control >> 5) & 3, BinaryPrimitives.ReadUInt16BigEndian(source[position..]) + 1);
        position += 2;
        start = reset == 3 ? written : start;
        if (reset >= 2)
        {
            model = new LzmaModel(position < source.Length ? source[position++] : throw Cut());
        }
        else if (reset == 1)
        {
            model?.Reset();
        }

        if (length > source.Length - position)
        {
            throw Cut();
        }

        var chunk = new LzmaChunk(source.Slice(position, length), model ?? throw new InvalidDataException("its LZMA data does not begin with its properties"), target[start..]);
        chunk.Decode(written - start, isWhole);
        return position + length;
    }

    private static InvalidDataException Cut() => new("its LZMA data ends too early, or is damaged");
}
