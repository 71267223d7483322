using System.Buffers.Binary;

namespace OmeZarr.Tiff.WebP;

/// <summary>The parts of a WebP file (RFC 9649) that make its pixels. Nothing is decoded.</summary>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Number of rows.</param>
/// <param name="Frame">The chunk with the colours, with its header.</param>
/// <param name="Alpha">The content of the chunk with the opacity of a lossy image; empty if there is none.</param>
internal readonly record struct WebPFile(int Width, int Height, ReadOnlyMemory<byte> Frame, ReadOnlyMemory<byte> Alpha)
{
    private const int FileHeader = 12;
    private const int ChunkHeader = 8;
    private const int LosslessSignature = 0x2F;
    private const int Animation = 0x02; // a flag of the extended format

    /// <summary>Finds the parts.</summary>
    /// <exception cref="InvalidDataException">The bytes are no WebP, or an animation, or have several sizes.</exception>
    internal static WebPFile Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length < FileHeader || !file.Span.StartsWith("RIFF"u8) || !file.Span[8..].StartsWith("WEBP"u8))
        {
            throw NoWebP();
        }

        (int Width, int Height)? canvas = null;
        var alpha = ReadOnlyMemory<byte>.Empty;
        for (var chunks = file[FileHeader..]; chunks.Length > ChunkHeader;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunks.Span[4..]);
            var chunk = chunks[..(int)Math.Min(chunks.Length, ChunkHeader + (long)length)];
            var data = chunk.Span[ChunkHeader..];
            if (SizeOf(chunk.Span, data) is { } size)
            {
                return canvas is null || canvas == size
                    ? new WebPFile(size.Width, size.Height, chunk, chunk.Span.StartsWith("VP8 "u8) ? alpha : default)
                    : throw new InvalidDataException($"it has {size.Width} x {size.Height} pixels on a canvas of {canvas.Value.Width} x {canvas.Value.Height}");
            }

            canvas ??= CanvasOf(chunk.Span, data);
            alpha = chunk.Span.StartsWith("ALPH"u8) ? chunk[ChunkHeader..] : alpha;
            chunks = chunks[(int)Math.Min(chunks.Length, chunk.Length + (length & 1))..]; // chunks have an even length
        }

        throw NoWebP();
    }

    /// <summary>A file of the simple format with one frame.</summary>
    /// <param name="frame">The chunk of the frame, with its header.</param>
    internal static byte[] Simple(ReadOnlySpan<byte> frame)
    {
        var file = new byte[FileHeader + frame.Length + (frame.Length & 1)];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WEBP"u8.CopyTo(file.AsSpan(8));
        frame.CopyTo(file.AsSpan(FileHeader));
        return file;
    }

    /// <summary>A chunk of a lossless image whose stream has no header of its own, as that of the opacity.</summary>
    internal static byte[] LosslessFrame(int width, int height, ReadOnlySpan<byte> stream)
    {
        const int losslessHeader = 5;
        var frame = new byte[ChunkHeader + losslessHeader + stream.Length];
        "VP8L"u8.CopyTo(frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), frame.Length - ChunkHeader);
        frame[ChunkHeader] = LosslessSignature;
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(ChunkHeader + 1), (uint)(width - 1) | ((uint)(height - 1) << 14));
        stream.CopyTo(frame.AsSpan(ChunkHeader + losslessHeader));
        return frame;
    }

    /// <summary>The size of the image in a chunk; null if it is a chunk of another kind.</summary>
    private static (int Width, int Height)? SizeOf(ReadOnlySpan<byte> chunk, ReadOnlySpan<byte> data)
    {
        // Three bytes of the frame, three of the start code, and two lengths of 14 bits.
        const int lossyHeader = 10;
        const int losslessHeader = 5;
        if (chunk.StartsWith("VP8 "u8) && data.Length >= lossyHeader)
        {
            return (BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF);
        }

        if (chunk.StartsWith("VP8L"u8) && data.Length >= losslessHeader && data[0] == LosslessSignature)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
            return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        }

        return null;
    }

    /// <summary>The size of the canvas of the extended format; null if it is a chunk of another kind.</summary>
    private static (int Width, int Height)? CanvasOf(ReadOnlySpan<byte> chunk, ReadOnlySpan<byte> data)
    {
        const int extendedHeader = 10;
        if (!chunk.StartsWith("VP8X"u8) || data.Length < extendedHeader)
        {
            return null;
        }

        return (data[0] & Animation) == 0
            ? (UInt24(data[4..]) + 1, UInt24(data[7..]) + 1)
            : throw new InvalidDataException("it is an animation");
    }

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private static InvalidDataException NoWebP() => new("its bytes are no WebP");
}
