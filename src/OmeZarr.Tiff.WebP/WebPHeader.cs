using System.Buffers.Binary;

namespace OmeZarr.Tiff.WebP;

/// <summary>The head of a WebP file (RFC 9649), read before memory for its pixels is allocated.</summary>
internal static class WebPHeader
{
    private const int Lossless = 0x2F; // the signature of a lossless stream
    private const int Animation = 0x02; // a flag of the extended format

    /// <summary>The size of the image in pixels.</summary>
    /// <exception cref="InvalidDataException">The bytes are no WebP, or an animation.</exception>
    internal static (int Width, int Height) Read(ReadOnlySpan<byte> file)
    {
        const int least = 30;
        if (file.Length < least || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WEBP"u8))
        {
            throw new InvalidDataException("its bytes are no WebP");
        }

        var kind = file.Slice(12, 4);
        var data = file[20..];
        if (kind.SequenceEqual("VP8 "u8))
        {
            // Three bytes of the frame, three of the start code, and two lengths of 14 bits.
            return (BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF);
        }

        if (kind.SequenceEqual("VP8L"u8) && data[0] == Lossless)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
            return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        }

        if (!kind.SequenceEqual("VP8X"u8))
        {
            throw new InvalidDataException("its bytes are no WebP");
        }

        return (data[0] & Animation) == 0
            ? (UInt24(data[4..]) + 1, UInt24(data[7..]) + 1)
            : throw new InvalidDataException("it is an animation");
    }

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
