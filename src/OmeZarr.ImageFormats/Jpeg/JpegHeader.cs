using System.Buffers.Binary;
using OmeZarr.Files;
using OmeZarr.ImageFormats.Files;
using OmeZarr.Tiff.Jpeg;
using Zarr;

namespace OmeZarr.ImageFormats.Jpeg;

/// <summary>What a JPEG file (ITU-T T.81) says before its pixels.</summary>
internal sealed record JpegHeader
{
    private const int MaxSegments = 10_000;
    private const int FrameHeader = 6;

    // A block of 8 x 8 samples takes at least one bit. A larger claim is damage and is refused before memory is allocated.
    private const int PixelsOfByte = 8 * 64;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte Jfif = 0xE0;
    private const byte Exif = 0xE1;
    private const byte MultiPicture = 0xE2;
    private const byte Adobe = 0xEE;

    internal static ReadOnlySpan<byte> Signature => [0xFF, 0xD8, 0xFF];

    internal required int Width { get; init; }

    internal required int Height { get; init; }

    /// <summary>Bits of a sample: 8 or 12.</summary>
    internal required int Bits { get; init; }

    /// <summary>1 for gray, 3 for colours.</summary>
    internal required int Components { get; init; }

    /// <summary>Whether the components are YCbCr, as libjpeg decides it; otherwise they are RGB, or gray.</summary>
    internal required bool IsYCbCr { get; init; }

    /// <summary>1 to 8, as the tag Orientation of Exif counts; 1 is upright.</summary>
    internal required int Orientation { get; init; }

    internal required bool HasFurtherPictures { get; init; }

    internal DataType DataType => Bits == 8 ? DataType.UInt8 : DataType.UInt16;

    internal JpegRequest Request => new() { Size = (Width, Height), Needed = (Width, Height), Components = Components, Bits = Bits, ToRgb = IsYCbCr };

    /// <summary>Reads the segments up to the first scan.</summary>
    /// <exception cref="ImageFileException">The file is damaged, or uses a feature that is not supported.</exception>
    internal static JpegHeader Read(PlainFile file)
    {
        if (!file.Head(Signature.Length).AsSpan().SequenceEqual(Signature))
        {
            throw file.Damaged("not a JPEG file");
        }

        byte[]? frame = null;
        var (isJfif, transform, orientation, hasFurtherPictures) = (false, (int?)null, 1, false);
        foreach (var (marker, content) in Segments(file))
        {
            switch (marker)
            {
                case Jfif when content.AsSpan().StartsWith("JFIF\0"u8):
                    isJfif = true;
                    break;
                case Exif when content.AsSpan().StartsWith("Exif\0\0"u8):
                    orientation = ExifOrientation.Of(content.AsSpan(6));
                    break;
                case MultiPicture when content.AsSpan().StartsWith("MPF\0"u8):
                    hasFurtherPictures = true;
                    break;
                case Adobe when content.Length >= 12 && content.AsSpan().StartsWith("Adobe"u8):
                    transform = content[11];
                    break;
                case 0xC0 or 0xC1 or 0xC2:
                    frame = content;
                    break;
                case >= 0xC3 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                    throw file.Damaged($"{ProcessOf(marker)} is not supported; save the image as TIFF or PNG");
            }
        }

        return frame is { Length: >= FrameHeader } && frame.Length >= FrameHeader + (3 * frame[5])
            ? Create(file, frame, isJfif, transform) with { Orientation = orientation, HasFurtherPictures = hasFurtherPictures }
            : throw file.Damaged("damaged: it has no whole frame header before its pixels");
    }

    private static JpegHeader Create(PlainFile file, byte[] frame, bool isJfif, int? transform)
    {
        var (bits, height, width, components) = (frame[0], BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(1)), BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(3)), frame[5]);
        if (width == 0 || height == 0)
        {
            throw file.Damaged($"its header says {width} x {height} pixels; JPEG files whose size follows later are not supported. Save the image again");
        }

        if (components is not (1 or 3) || bits is not (8 or 12))
        {
            throw file.Damaged($"JPEG with {components} components of {bits} bits is not supported; save the image as gray or RGB, for example as TIFF or PNG");
        }

        if (file.Length > Array.MaxLength || (long)width * height * components * (bits == 8 ? 1 : 2) > Array.MaxLength)
        {
            throw file.Damaged($"{width} x {height} pixels need more than 2 GiB, and a JPEG is decoded whole; save it as a tiled TIFF");
        }

        if ((long)width * height > file.Length * PixelsOfByte)
        {
            throw file.Damaged($"damaged: {file.Length} bytes cannot hold {width} x {height} pixels");
        }

        return new JpegHeader
        {
            Width = width,
            Height = height,
            Bits = bits,
            Components = components,
            IsYCbCr = components == 3 && (isJfif || (transform is { } known ? known != 0 : (frame[6], frame[9], frame[12]) != ((byte)'R', (byte)'G', (byte)'B'))),
            Orientation = 1,
            HasFurtherPictures = false,
        };
    }

    /// <summary>The segments before the first scan: marker and content.</summary>
    private static IEnumerable<(byte Marker, byte[] Content)> Segments(PlainFile file)
    {
        var start = new byte[4];
        var offset = 2L;
        for (var count = 0; count < MaxSegments && offset + start.Length <= file.Length; count++)
        {
            file.Read(offset, start);
            if (start[0] != 0xFF)
            {
                throw file.Damaged($"damaged: the bytes at {offset} belong to no segment");
            }

            if (start[1] is 0xFF)
            {
                offset++; // any number of bytes 0xFF may stand before a marker
                continue;
            }

            if (start[1] is StartOfScan or EndOfImage)
            {
                yield break;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(start.AsSpan(2));
            if (length < 2 || offset + 2 + length > file.Length)
            {
                throw file.Damaged($"damaged: a segment of {length} bytes at {offset} is cut short");
            }

            var content = new byte[length - 2];
            file.Read(offset + 4, content);
            yield return (start[1], content);
            offset += 2 + length;
        }
    }

    private static string ProcessOf(byte marker) => marker switch
    {
        0xC3 => "lossless JPEG",
        0xC9 or 0xCA => "JPEG with arithmetic coding",
        _ => $"JPEG of process {marker - 0xC0}",
    };
}
