using OmeZarr.Tiff.Jpeg;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Blocks;

/// <summary>
/// Old JPEG (compression 6, TIFF 6.0 section 22) as streams of JPEG. Files differ: a strip is a whole stream, or only the coded data; then headers and tables are at the tag JPEGInterchangeFormat, or tables at
/// tags of their own.
/// </summary>
internal static class OldJpegStream
{
    private const int MaxHeader = 1 << 16;

    /// <summary>The stream of one strip or tile.</summary>
    public static byte[] Assemble(TiffDirectory tags, ReadOnlySpan<byte> stored, JpegRequest request)
    {
        if (stored.StartsWith<byte>([0xFF, 0xD8]))
        {
            return stored.ToArray();
        }

        var header = ReadInterchange(tags, request) ?? FromTags(tags, request);
        return [.. header, .. stored, 0xFF, 0xD9];
    }

    /// <summary>All segments up to the coded data, with the size of the block; null without tag or without frame and scan.</summary>
    private static List<byte>? ReadInterchange(TiffDirectory tags, JpegRequest request)
    {
        var offset = tags.Integer(TiffTag.JpegInterchangeFormat, 0);
        if (offset <= 0 || offset >= tags.File.Length)
        {
            return null;
        }

        var bytes = new byte[(int)Math.Min(MaxHeader, tags.File.Length - offset)];
        if (!tags.File.TryRead(offset, bytes))
        {
            return null;
        }

        var (header, hasFrame) = (new List<byte>(), false);
        for (var segments = new JpegSegments(bytes); segments.MoveNext() && segments.Marker != 0xD9;)
        {
            var start = header.Count;
            AddSegment(header, segments.Marker, segments.Content);
            if (segments.Marker is 0xC0 or 0xC1 or 0xC2 && segments.Content.Length >= 6)
            {
                hasFrame = true;
                PutSize(header, start + 5, request);
            }

            if (segments.Marker == 0xDA)
            {
                return hasFrame ? header : null;
            }
        }

        return null;
    }

    private static List<byte> FromTags(TiffDirectory tags, JpegRequest request)
    {
        var header = new List<byte> { 0xFF, 0xD8 };
        var (components, numbers) = (request.Components, Enumerable.Range(0, request.Components).ToArray());
        AddTables(header, tags, TiffTag.JpegQTables, 0xDB, 0x00, components);
        AddTables(header, tags, TiffTag.JpegDCTables, 0xC4, 0x00, components);
        AddTables(header, tags, TiffTag.JpegACTables, 0xC4, 0x10, components);
        var interval = (int)tags.IntegerInRange(TiffTag.JpegRestartInterval, 0, ushort.MaxValue, 0);
        AddSegment(header, 0xDD, [(byte)(interval >> 8), (byte)interval]);
        var sampling = request.ToRgb ? Subsampling(tags) : (byte)0x11;
        AddSegment(header, 0xC0, [8, 0, 0, 0, 0, (byte)components, .. numbers.SelectMany(i => new[] { (byte)(i + 1), i == 0 ? sampling : (byte)0x11, (byte)i })]);
        PutSize(header, header.Count - 5 - (3 * components), request);
        AddSegment(header, 0xDA, [(byte)components, .. numbers.SelectMany(i => new[] { (byte)(i + 1), (byte)(0x11 * i) }), 0, 63, 0]);
        return header;
    }

    private static byte Subsampling(TiffDirectory tags)
    {
        Span<long> factors = [2, 2];
        return (tags.Find(TiffTag.YCbCrSubSampling) is null || tags.TryReadIntegers(TiffTag.YCbCrSubSampling, factors)) && factors is [1 or 2 or 4, 1 or 2 or 4]
            ? (byte)((factors[0] << 4) | factors[1])
            : throw tags.Damaged("tag YCbCrSubSampling is damaged");
    }

    private static void AddTables(List<byte> header, TiffDirectory tags, TiffTag tag, byte marker, byte kind, int count)
    {
        var offsets = new long[count];
        if (!tags.TryReadIntegers(tag, offsets))
        {
            throw tags.Damaged($"it is old JPEG (compression 6), and tag {tag} is missing or damaged; convert the file to another compression");
        }

        for (var i = 0; i < count; i++)
        {
            var size = marker == 0xDB ? 64 : 16;
            var table = Read(tags, tag, offsets[i], size);
            table = marker == 0xDB ? table : Read(tags, tag, offsets[i], size + table.Sum(symbols => symbols));
            AddSegment(header, marker, [(byte)(kind + i), .. table]);
        }
    }

    private static byte[] Read(TiffDirectory tags, TiffTag tag, long offset, int length)
    {
        var bytes = new byte[length];
        return tags.File.TryRead(offset, bytes) ? bytes : throw tags.Damaged($"{tag} points outside the file");
    }

    private static void AddSegment(List<byte> header, byte marker, ReadOnlySpan<byte> content)
    {
        header.AddRange([0xFF, marker]);
        if (marker is not (0x01 or (>= 0xD0 and <= 0xD9)))
        {
            header.AddRange([(byte)((content.Length + 2) >> 8), (byte)(content.Length + 2)]);
            header.AddRange(content);
        }
    }

    private static void PutSize(List<byte> header, int at, JpegRequest request)
    {
        (header[at], header[at + 1]) = ((byte)(request.Size.Height >> 8), (byte)request.Size.Height);
        (header[at + 2], header[at + 3]) = ((byte)(request.Size.Width >> 8), (byte)request.Size.Width);
    }
}
