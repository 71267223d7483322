using System.Buffers.Binary;
using System.Text;
using OmeZarr.Files;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors;

/// <summary>Colours and names of the channels of an LSM file.</summary>
internal static class LsmChannels
{
    private const int HeadBytes = 24;
    private const int MaxBytes = 1 << 20;

    /// <param name="file">The file.</param>
    /// <param name="offset">The structure: its length, the numbers of colours and names, where they begin in the structure, and a flag for gray.</param>
    /// <param name="channels">Number of channels.</param>
    public static IReadOnlyList<FileChannel> Read(FileBytes file, long offset, int channels)
    {
        if (offset <= 0 || file.Int32(offset) is not (> HeadBytes and <= MaxBytes and var length) || file.Read(offset, length) is not { } bytes)
        {
            return [];
        }

        var head = bytes.AsSpan(0, HeadBytes);
        var (count, colors, names) = (ReadInt(head[4..]), ReadInt(head[12..]), ReadInt(head[16..]));
        return count == channels && colors >= HeadBytes && names >= HeadBytes && (long)colors + (4L * count) <= length
            ? [.. Names(bytes, names, channels).Select((name, i) => new FileChannel { Name = name, Color = Color(bytes.AsSpan(colors + (4 * i), 3)) })]
            : [];
    }

    private static int ReadInt(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);

    private static string? Color(ReadOnlySpan<byte> rgb) => rgb.ContainsAnyExcept((byte)0) ? Convert.ToHexString(rgb) : null;

    // Each name has its length before it and a zero behind it.
    private static string?[] Names(byte[] bytes, int at, int count)
    {
        var names = new string?[count];
        for (var i = 0; i < count && at <= bytes.Length - 4; i++)
        {
            var length = ReadInt(bytes.AsSpan(at));
            if (length < 0 || length > bytes.Length - at - 4)
            {
                break;
            }

            var name = Encoding.Latin1.GetString(bytes.AsSpan(at + 4, length)).TrimEnd('\0').Trim();
            names[i] = name.Length > 0 ? name : null;
            at += 4 + length;
        }

        return names;
    }
}
