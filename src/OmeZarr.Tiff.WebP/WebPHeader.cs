using System.Buffers.Binary;

namespace OmeZarr.Tiff.WebP;

/// <summary>The size of a WebP image (RFC 9649), read before memory for its pixels is allocated.</summary>
internal static class WebPHeader
{
    private const int FileHeader = 12;
    private const int ChunkHeader = 8;
    private const int LosslessSignature = 0x2F;
    private const int Animation = 0x02; // a flag of the extended format

    /// <summary>The size of the image in pixels.</summary>
    /// <exception cref="InvalidDataException">The bytes are no WebP, or an animation, or have several sizes.</exception>
    internal static (int Width, int Height) Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < FileHeader || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WEBP"u8))
        {
            throw NoWebP();
        }

        (int Width, int Height)? canvas = null;
        for (var chunks = file[FileHeader..]; chunks.Length > ChunkHeader;)
        {
            var data = chunks[ChunkHeader..];
            if (SizeOf(chunks, data) is { } size)
            {
                return canvas is null || canvas == size ? size : throw new InvalidDataException($"it has {size.Width} x {size.Height} pixels on a canvas of {canvas.Value.Width} x {canvas.Value.Height}");
            }

            canvas ??= CanvasOf(chunks, data);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunks[4..]);
            chunks = data[(int)Math.Min(data.Length, length + (length & 1))..]; // chunks have an even length
        }

        throw NoWebP();
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
