using System.Buffers.Binary;

namespace OmeZarr.ImageFormats.Jpeg;

/// <summary>The tag Orientation in the Exif metadata of a JPEG file, which is a TIFF directory.</summary>
internal static class ExifOrientation
{
    private const ushort Tag = 274;
    private const ushort Short = 3;
    private const int EntryLength = 12;

    /// <summary>The orientation, 1 to 8; 1 if the metadata do not say it, or are damaged: they do not change the pixels.</summary>
    internal static int Of(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8 || !(tiff.StartsWith("II*\0"u8) || tiff.StartsWith("MM\0*"u8)))
        {
            return 1;
        }

        var isLittleEndian = tiff[0] == 'I';
        var directory = UInt32(tiff[4..], isLittleEndian);
        if (directory > tiff.Length - 2)
        {
            return 1;
        }

        var entries = tiff[((int)directory + 2)..];
        for (var left = UInt16(tiff[(int)directory..], isLittleEndian); left > 0 && entries.Length >= EntryLength; left--, entries = entries[EntryLength..])
        {
            if (UInt16(entries, isLittleEndian) == Tag && UInt16(entries[2..], isLittleEndian) == Short)
            {
                return UInt16(entries[8..], isLittleEndian) is var value and >= 1 and <= 8 ? value : 1;
            }
        }

        return 1;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool isLittleEndian) => isLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool isLittleEndian) => isLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
