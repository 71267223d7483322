using System.Numerics;
using System.Runtime.InteropServices;

namespace OmeZarr.Tiff.Jpeg;

/// <summary>
/// Decodes JPEG (ITU-T T.81): Huffman coding, baseline, extended sequential and progressive, 8 or 12 bits, to the values that libjpeg computes by default; lossless, 2 to 16 bits.
/// What is damaged or cut short is an error.
/// </summary>
internal static class JpegDecoder
{
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const int MaxScans = 200;

    /// <summary>Decodes one image.</summary>
    /// <param name="tables">A stream of tables that the image may use (tag JPEGTables), or nothing.</param>
    /// <param name="data">The stream of the image.</param>
    /// <param name="request">What the image must be.</param>
    /// <param name="destination">Samples, pixel after pixel, in the byte order of the machine.</param>
    /// <exception cref="InvalidDataException">The data is damaged, is another image, or uses a feature that is not supported.</exception>
    public static void Decode(ReadOnlySpan<byte> tables, ReadOnlySpan<byte> data, JpegRequest request, Span<byte> destination)
    {
        if (request.Bits <= 8)
        {
            Decode<byte>(tables, data, request, destination);
        }
        else
        {
            Decode<ushort>(tables, data, request, MemoryMarshal.Cast<byte, ushort>(destination));
        }
    }

    private static void Decode<T>(ReadOnlySpan<byte> tablesStream, ReadOnlySpan<byte> data, JpegRequest request, Span<T> destination)
        where T : unmanaged, IBinaryInteger<T>
    {
        var tables = new JpegTables();
        for (var segments = new JpegSegments(tablesStream); segments.MoveNext() && segments.Marker is not (EndOfImage or StartOfScan);)
        {
            tables.Read(segments.Marker, segments.Content);
        }

        if (LosslessFrame.IsIn(data))
        {
            LosslessJpeg.Decode(tables, data, request, destination);
            return;
        }

        var (frame, planes) = ReadImage<T>(tables, data, request);
        foreach (var component in frame.Components.Where(component => component.Coefficients.Length > 0))
        {
            planes.PutCoefficients(component);
        }

        Write(frame, planes, request, destination);
    }

    private static (JpegFrame Frame, SamplePlanes<T> Planes) ReadImage<T>(JpegTables tables, ReadOnlySpan<byte> data, JpegRequest request)
        where T : unmanaged, IBinaryInteger<T>
    {
        JpegFrame? frame = null;
        SamplePlanes<T>? planes = null;
        var segments = new JpegSegments(data);
        if (!segments.MoveNext() || segments.Marker != StartOfImage)
        {
            throw new InvalidDataException("its JPEG data does not begin like JPEG");
        }

        var scans = 0;
        while (segments.MoveNext() && segments.Marker != EndOfImage)
        {
            if (segments.Marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                frame = frame is null ? JpegFrame.Read(segments.Marker, segments.Content, request, data.Length) : throw new InvalidDataException("its JPEG data has two frames");
                planes = new SamplePlanes<T>(frame, request.Bits);
            }
            else if (segments.Marker == StartOfScan && frame is not null)
            {
                RequireFewScans(++scans);
                var header = ScanHeader.Read(segments.Content, frame, tables);
                segments.Position = ReadScan(frame, header, tables, planes!, new EntropyReader(data, segments.Position));
            }
            else
            {
                tables.Read(segments.Marker, segments.Content);
            }
        }

        return frame is not null && frame.Components.All(component => component.Quantization is not null)
            ? (frame, planes!)
            : throw new InvalidDataException("its JPEG data ends too early");
    }

    // Each scan walks all blocks, and may be a few bytes long. Real images have about ten.
    private static void RequireFewScans(int scans)
    {
        if (scans > MaxScans)
        {
            throw new InvalidDataException($"its JPEG data has more than {MaxScans} scans");
        }
    }

    private static int ReadScan<T>(JpegFrame frame, ScanHeader header, JpegTables tables, SamplePlanes<T> planes, EntropyReader reader)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (!frame.IsProgressive)
        {
            var sequential = new SequentialBlocks<T>(tables, header, planes);
            return McuWalk.Decode(frame, header, tables.RestartInterval, ref sequential, reader);
        }

        foreach (var component in header.Components.Where(component => component.Coefficients.Length == 0))
        {
            component.Coefficients = new short[64 * component.Blocks.Across * component.Blocks.Down];
        }

        var progressive = new ProgressiveBlocks(tables, header);
        return McuWalk.Decode(frame, header, tables.RestartInterval, ref progressive, reader);
    }

    private static void Write<T>(JpegFrame frame, SamplePlanes<T> planes, JpegRequest request, Span<T> destination)
        where T : unmanaged, IBinaryInteger<T>
    {
        var rows = frame.Components.Select((_, i) => new Upsampler<T>(frame, planes, i, request.RepeatsSamples)).ToArray();
        for (var y = 0; y < Math.Min(frame.Height, request.Size.Height); y++)
        {
            var pixels = destination.Slice(y * request.Size.Width * rows.Length, frame.Width * rows.Length);
            if (request.ToRgb)
            {
                ColorConversion.ToRgb(rows[0].Row(y), rows[1].Row(y), rows[2].Row(y), request.Bits, pixels);
                continue;
            }

            for (var c = 0; c < rows.Length; c++)
            {
                var row = rows[c].Row(y);
                for (var x = 0; x < frame.Width; x++)
                {
                    pixels[(x * rows.Length) + c] = row[x];
                }
            }
        }
    }
}
