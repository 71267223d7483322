using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace OmeZarr.Tiff.Tests.Files;

/// <summary>
/// Puts a TIFF file together byte by byte: for what LibTiff does not write (several pages behind one directory, wrong tags) or writes wrongly
/// (big-endian BigTIFF; predictors in big-endian files).
/// </summary>
public sealed class RawTiff(bool isBigEndian, bool isBig = false)
{
    private readonly List<byte> file = [];
    private readonly List<(int Tag, int Type, byte[] Value, int? Count)> tags = [];
    private int nextPosition;

    /// <summary>Starts the file; must come first.</summary>
    public RawTiff Header()
    {
        Append(isBigEndian ? "MM"u8 : "II"u8);
        Append(Number(isBig ? 43 : 42, 2));
        if (isBig)
        {
            Append(Number(8, 2));
            Append(Number(0, 2));
        }

        nextPosition = file.Count;
        Append(Number(0, isBig ? 8 : 4));
        return this;
    }

    /// <summary>Appends bytes and returns where they begin.</summary>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        file.AddRange(bytes);
        return file.Count - bytes.Length;
    }

    public RawTiff Short(int tag, params int[] values) => Add(tag, 3, values.SelectMany(value => Number(value, 2)));

    public RawTiff Long(int tag, params long[] values) => Add(tag, 4, values.SelectMany(value => Number(value, 4)));

    public RawTiff Long8(int tag, params long[] values) => Add(tag, 16, values.SelectMany(value => Number(value, 8)));

    public RawTiff Text(int tag, string text) => Add(tag, 2, [.. Encoding.Latin1.GetBytes(text), 0]);

    public RawTiff Undefined(int tag, byte[] bytes) => Add(tag, 7, bytes);

    public RawTiff Rational(int tag, long numerator, long denominator) => Add(tag, 5, [.. Number(numerator, 4), .. Number(denominator, 4)]);

    public RawTiff Rationals(int tag, params (long Numerator, long Denominator)[] values) => Add(tag, 5, values.SelectMany(value => Number(value.Numerator, 4).Concat(Number(value.Denominator, 4))));

    /// <summary>A tag whose count is not that of its values, as some programs write it.</summary>
    public RawTiff Raw(int tag, int type, int count, byte[] value)
    {
        tags.RemoveAll(other => other.Tag == tag);
        tags.Add((tag, type, value, count));
        return this;
    }

    /// <summary>Integers of 32 bits in the byte order of the file.</summary>
    public byte[] Longs(params long[] values) => [.. values.SelectMany(value => Number(value, 4))];

    /// <summary>Appends the pixels of a page and adds its tags.</summary>
    public RawTiff Page(TestImage image, int page = 0)
    {
        var stored = image.Stored(page, false, isBigEndian);
        return Page(image, 1, Append(stored), stored.Length);
    }

    /// <summary>The tags of a gray or RGB page of 16 bits in one strip.</summary>
    public RawTiff Page(TestImage image, int compression, long offset, long count) =>
        Long(256, image.Width).Long(257, image.Height)
            .Short(258, [.. Enumerable.Repeat(8 * image.DataType.Size, image.Samples)])
            .Short(259, compression).Short(262, image.Samples >= 3 ? 2 : 1)
            .Long(273, offset).Short(277, image.Samples).Long(278, image.Height).Long(279, count);

    /// <summary>Ends a page: writes its directory and links it to the one before.</summary>
    /// <returns>Where the directory lies.</returns>
    public long Directory(long? next = null)
    {
        var start = WriteTags();
        Number(start, isBig ? 8 : 4).CopyTo(CollectionsMarshal.AsSpan(file)[nextPosition..]);
        nextPosition = file.Count;
        Append(Number(next ?? 0, isBig ? 8 : 4));
        return start;
    }

    /// <summary>Writes the directory of a page that is not in the chain.</summary>
    /// <returns>Where the directory lies.</returns>
    public long Detached()
    {
        var start = WriteTags();
        Append(Number(0, isBig ? 8 : 4));
        return start;
    }

    private long WriteTags()
    {
        var entries = tags.OrderBy(tag => tag.Tag).Select(tag => (tag.Tag, tag.Type, tag.Count ?? Count(tag), Place(tag.Value))).ToArray();
        var start = Append(Number(entries.Length, isBig ? 8 : 2));
        foreach (var (tag, type, count, value) in entries)
        {
            Append([.. Number(tag, 2), .. Number(type, 2), .. Number(count, isBig ? 8 : 4), .. value]);
        }

        tags.Clear();
        return start;
    }

    public byte[] ToArray() => file.ToArray();

    public static byte[] Deflate(ReadOnlySpan<byte> bytes)
    {
        using var result = new MemoryStream();
        using (var zlib = new ZLibStream(result, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return result.ToArray();
    }

    private RawTiff Add(int tag, int type, IEnumerable<byte> value)
    {
        // Descriptions may come several times; any other tag that is set again is replaced.
        tags.RemoveAll(other => other.Tag == tag && tag != 270);
        tags.Add((tag, type, value.ToArray(), null));
        return this;
    }

    private static int Count((int Tag, int Type, byte[] Value, int? Count) tag) => tag.Value.Length / tag.Type switch { 3 => 2, 4 => 4, 5 or 16 => 8, _ => 1 };

    private byte[] Place(byte[] value)
    {
        var inline = isBig ? 8 : 4;
        return value.Length <= inline ? [.. value, .. new byte[inline - value.Length]] : Number(Append(value), inline);
    }

    private byte[] Number(long value, int size)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        var number = bytes[..size];
        if (isBigEndian)
        {
            number.AsSpan().Reverse();
        }

        return number;
    }
}
