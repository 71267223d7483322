using OmeZarr.Tiff.Jpeg;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Blocks;

/// <summary>
/// Old JPEG (compression 6, TIFF 6.0 section 22) as streams of JPEG. Files differ: a strip is a whole stream, or only the coded data; then headers and tables are at the tag JPEGInterchangeFormat, or tables at
/// tags of their own.
/// </summary>
/// <param name="tags">The tags of the page.</param>
/// <param name="firstBlock">Where its first strip or tile lies.</param>
internal sealed class OldJpegStream(TiffDirectory tags, long firstBlock)
{
    private const int MaxHeader = 1 << 16;
    private const int MaxStream = 1 << 28;

    /// <summary>The stream of one strip or tile.</summary>
    /// <param name="offset">Where it lies in the file.</param>
    /// <param name="stored">Its bytes.</param>
    /// <param name="request">What its image must be.</param>
    public byte[] Assemble(long offset, ReadOnlySpan<byte> stored, JpegRequest request)
    {
        if (stored.StartsWith<byte>([0xFF, 0xD8]))
        {
            return stored.ToArray();
        }

        var interchange = ReadInterchange(request);
        var header = interchange?.Header ?? FromTags(request);
        if (stored.StartsWith<byte>([0xFF, 0xDA]))
        {
            return [.. header, .. stored, 0xFF, 0xD9];
        }

        header.AddRange(interchange?.Scan ?? ScanOfFirstBlock() ?? Scan(request));
        // A strip may begin within the header of the scan and end before its data. The whole stream is at the tag JPEGInterchangeFormat then.
        return interchange is { } whole && offset < whole.Data && offset > whole.Start
            ? [.. header, .. Read(TiffTag.JpegInterchangeFormat, whole.Data, RestOf(whole)), 0xFF, 0xD9]
            : [.. header, .. stored, 0xFF, 0xD9];
    }

    private int RestOf(Interchange stream)
    {
        var length = tags.IntegerInRange(TiffTag.JpegInterchangeFormatLength, 0, uint.MaxValue, 0);
        return (int)Math.Clamp(Math.Min(stream.Start + length, tags.File.Length) - stream.Data, 0, MaxStream);
    }

    /// <summary>All segments up to the scan, with the size of the block, and the scan; null without tag or without frame.</summary>
    private Interchange? ReadInterchange(JpegRequest request)
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
        for (var segments = new JpegSegments(bytes); TryMove(ref segments) && segments.Marker != 0xD9;)
        {
            if (segments.Marker == 0xDA)
            {
                var scan = new List<byte>();
                AddSegment(scan, segments.Marker, segments.Content);
                return hasFrame ? new Interchange(header, scan, offset, offset + segments.Position) : null;
            }

            var start = header.Count;
            AddSegment(header, segments.Marker, segments.Content);
            if (segments.Marker is 0xC0 or 0xC1 or 0xC2 && segments.Content.Length >= 6)
            {
                hasFrame = true;
                PutSize(header, start + 5, request);
            }

        }

        return hasFrame ? new Interchange(header, null, offset, 0) : null;
    }

    // The tables may end without a marker; what follows belongs to something else.
    private static bool TryMove(ref JpegSegments segments)
    {
        try
        {
            return segments.MoveNext();
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private List<byte> FromTags(JpegRequest request)
    {
        var header = new List<byte> { 0xFF, 0xD8 };
        var (components, numbers) = (request.Components, Enumerable.Range(0, request.Components).ToArray());
        AddTables(header, TiffTag.JpegQTables, 0xDB, 0x00, components);
        AddTables(header, TiffTag.JpegDCTables, 0xC4, 0x00, components);
        AddTables(header, TiffTag.JpegACTables, 0xC4, 0x10, components);
        var interval = (int)tags.IntegerInRange(TiffTag.JpegRestartInterval, 0, ushort.MaxValue, 0);
        AddSegment(header, 0xDD, [(byte)(interval >> 8), (byte)interval]);
        var sampling = request.ToRgb ? Subsampling() : (byte)0x11;
        AddSegment(header, 0xC0, [8, 0, 0, 0, 0, (byte)components, .. numbers.SelectMany(i => new[] { (byte)(i + 1), i == 0 ? sampling : (byte)0x11, (byte)i })]);
        PutSize(header, header.Count - 5 - (3 * components), request);
        return header;
    }

    /// <summary>The header of the scan with which the first block begins; null without one. It holds for all blocks.</summary>
    private List<byte>? ScanOfFirstBlock()
    {
        var start = new byte[4];
        if (!tags.File.TryRead(firstBlock, start) || !start.AsSpan().StartsWith<byte>([0xFF, 0xDA]))
        {
            return null;
        }

        var scan = new byte[2 + ((start[2] << 8) | start[3])];
        return tags.File.TryRead(firstBlock, scan) ? [.. scan] : null;
    }

    private static List<byte> Scan(JpegRequest request)
    {
        var scan = new List<byte>();
        AddSegment(scan, 0xDA, [(byte)request.Components, .. Enumerable.Range(0, request.Components).SelectMany(i => new[] { (byte)(i + 1), (byte)(0x11 * i) }), 0, 63, 0]);
        return scan;
    }

    private byte Subsampling()
    {
        Span<long> factors = [2, 2];
        return (tags.Find(TiffTag.YCbCrSubSampling) is null || tags.TryReadIntegers(TiffTag.YCbCrSubSampling, factors)) && factors is [1 or 2 or 4, 1 or 2 or 4]
            ? (byte)((factors[0] << 4) | factors[1])
            : throw tags.Damaged("tag YCbCrSubSampling is damaged");
    }

    private void AddTables(List<byte> header, TiffTag tag, byte marker, byte kind, int count)
    {
        var offsets = new long[count];
        if (!tags.TryReadIntegers(tag, offsets))
        {
            throw tags.Damaged($"it is old JPEG (compression 6), and tag {tag} is missing or damaged; convert the file to another compression");
        }

        for (var i = 0; i < count; i++)
        {
            var size = marker == 0xDB ? 64 : 16;
            var table = Read(tag, offsets[i], size);
            table = marker == 0xDB ? table : Read(tag, offsets[i], size + table.Sum(symbols => symbols));
            AddSegment(header, marker, [(byte)(kind + i), .. table]);
        }
    }

    private byte[] Read(TiffTag tag, long offset, int length)
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

    /// <summary>The stream at the tag JPEGInterchangeFormat.</summary>
    /// <param name="Header">Its segments before the scan.</param>
    /// <param name="Scan">The header of its scan; null if the strips have it.</param>
    /// <param name="Start">Where it lies in the file.</param>
    /// <param name="Data">Where its coded data lies; 0 if the strips have it.</param>
    private readonly record struct Interchange(List<byte> Header, List<byte>? Scan, long Start, long Data);
}
